using System.Text.Json.Nodes;

namespace Portal.OnCall;

/// <summary>The hours of a layer as their form holds them.</summary>
public sealed class RestrictionDraft
{
    public static readonly IReadOnlyList<string> Week = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    /// <summary>Of <see cref="Week"/>; none means every day.</summary>
    public ISet<string> Days { get; } = new HashSet<string>(StringComparer.Ordinal);

    public string From { get; set; } = "09:00";

    public string To { get; set; } = "17:00";

    public static RestrictionDraft WorkingHours()
    {
        var draft = new RestrictionDraft();
        draft.Days.UnionWith(Week.Take(5));
        return draft;
    }

    public static RestrictionDraft Of(JsonObject spec)
    {
        var draft = new RestrictionDraft
        {
            From = spec["from"]!.GetValue<string>(),
            To = spec["to"]!.GetValue<string>(),
        };
        draft.Days.UnionWith(spec["days"]!.AsArray().Select(day => day!.GetValue<string>()));
        return draft;
    }

    public JsonObject ToSpec() =>
        new()
        {
            ["days"] = new JsonArray([.. Week.Where(Days.Contains).Select(day => JsonValue.Create(day))]),
            ["from"] = From,
            ["to"] = To,
        };
}
