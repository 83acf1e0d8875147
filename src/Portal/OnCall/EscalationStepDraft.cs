using System.Text.Json.Nodes;

namespace Portal.OnCall;

/// <summary>A step of an escalation policy as its form holds it.</summary>
public sealed class EscalationStepDraft
{
    /// <summary>A duration from the start, such as 5m.</summary>
    public string After { get; set; } = "0m";

    public IList<EscalationTargetDraft> Notify { get; private init; } = new List<EscalationTargetDraft>();

    public static EscalationStepDraft New(string after, string? schedule)
    {
        var step = new EscalationStepDraft { After = after };
        step.Notify.Add(new EscalationTargetDraft { Name = schedule ?? "" });
        return step;
    }

    public static EscalationStepDraft Of(JsonObject spec) =>
        new()
        {
            After = spec["after"]!.GetValue<string>(),
            Notify = spec["notify"]!
                .AsArray()
                .Select(target => target!.AsObject().First())
                .Select(target => new EscalationTargetDraft
                {
                    Kind = target.Key,
                    Name = target.Value!.GetValue<string>(),
                })
                .ToList(),
        };

    public JsonObject ToSpec() =>
        new()
        {
            ["after"] = After,
            ["notify"] = new JsonArray([.. Notify.Select(target => new JsonObject { [target.Kind] = target.Name })]),
        };
}

/// <summary>Whom a step notifies: <c>schedule</c>, <c>user</c> or <c>team</c>, by name.</summary>
public sealed class EscalationTargetDraft
{
    public string Kind { get; set; } = "schedule";

    public string Name { get; set; } = "";
}
