using System.Globalization;
using System.Text.Json.Nodes;
using NodaTime;

namespace Portal.OnCall;

/// <summary>A layer as its form holds it.</summary>
public sealed class LayerDraft
{
    public string Name { get; set; } = "";

    /// <summary>hour, day, week or month.</summary>
    public string Unit { get; set; } = "week";

    public string Length { get; set; } = "1";

    /// <summary>Local time of the first hand-off, as a <c>datetime-local</c> field has it.</summary>
    public string Start { get; set; } = "";

    public IList<string> Participants { get; private init; } = new List<string>();

    public IList<RestrictionDraft> Restrictions { get; private init; } = new List<RestrictionDraft>();

    public static LayerDraft New(string name, LocalDate today, string user)
    {
        var monday = today.PlusDays(1 - (int)today.DayOfWeek);
        var draft = new LayerDraft
        {
            Name = name,
            Start = monday.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture) + "T09:00",
        };
        draft.Participants.Add(user);
        return draft;
    }

    public static LayerDraft Of(JsonObject spec)
    {
        var rotation = spec["rotation"]!.AsObject();
        return new LayerDraft
        {
            Name = spec["name"]!.GetValue<string>(),
            Unit = rotation["unit"]!.GetValue<string>(),
            Length = rotation["length"]!.ToJsonString(),
            Start = rotation["start"]!.GetValue<string>(),
            Participants = rotation["participants"]!.AsArray().Select(user => user!.GetValue<string>()).ToList(),
            Restrictions = (spec["restrictions"]?.AsArray() ?? [])
                .Select(hours => RestrictionDraft.Of(hours!.AsObject()))
                .ToList(),
        };
    }

    public JsonObject ToSpec()
    {
        var spec = new JsonObject
        {
            ["name"] = Name,
            ["rotation"] = new JsonObject
            {
                ["unit"] = Unit,
                ["length"] = Length,
                ["start"] = Start,
                ["participants"] = new JsonArray([.. Participants.Select(user => JsonValue.Create(user))]),
            },
        };
        if (Restrictions.Count > 0)
        {
            spec["restrictions"] = new JsonArray([.. Restrictions.Select(hours => hours.ToSpec())]);
        }

        return spec;
    }
}
