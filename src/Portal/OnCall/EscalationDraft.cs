using System.Text.Json.Nodes;
using Portal.Domain.Labels;
using Portal.Domain.OnCall;
using Portal.Manifests;

namespace Portal.OnCall;

/// <summary>An escalation policy as its form holds it.</summary>
public sealed class EscalationDraft
{
    public string Name { get; set; } = "";

    /// <summary>Whose leads may change it; empty for everybody's.</summary>
    public string Team { get; set; } = "";

    public string Repeat { get; set; } = "1";

    /// <summary>A duration such as 30m; empty for never.</summary>
    public string AcknowledgeTimeout { get; set; } = "";

    public IList<EscalationStepDraft> Steps { get; private init; } = new List<EscalationStepDraft>();

    private LabelSet Labels { get; set; } = LabelSet.Empty;

    private int Version { get; set; }

    public static EscalationDraft New(string? schedule)
    {
        var draft = new EscalationDraft();
        draft.Steps.Add(EscalationStepDraft.New("0m", schedule));
        return draft;
    }

    internal static EscalationDraft Of(Definition<EscalationPolicy> definition)
    {
        var spec = EscalationPolicyManifest.Definition.Write(definition.Spec);
        return new EscalationDraft
        {
            Name = definition.Name,
            Team = definition.Labels.TryGet("team", out var team) ? team : "",
            Repeat = spec["repeat"]!.ToJsonString(),
            AcknowledgeTimeout = spec["acknowledgeTimeout"]?.GetValue<string>() ?? "",
            Steps = spec["steps"]!.AsArray().Select(step => EscalationStepDraft.Of(step!.AsObject())).ToList(),
            Labels = definition.Labels,
            Version = definition.Version,
        };
    }

    internal EscalationPolicy? Read() =>
        DefinitionDraft.Read<EscalationPolicy>(EscalationPolicyManifest.Definition, ToSpec());

    internal DefinitionDraft ToDefinition()
    {
        var labels = Team.Length > 0 ? Labels.With("team", Team) : Labels.Without("team");
        return new(EscalationPolicyManifest.Definition, Name, ToSpec(), labels, Version);
    }

    private JsonObject ToSpec()
    {
        var spec = new JsonObject { ["repeat"] = Repeat };
        if (AcknowledgeTimeout.Length > 0)
        {
            spec["acknowledgeTimeout"] = AcknowledgeTimeout;
        }

        spec["steps"] = new JsonArray([.. Steps.Select(step => step.ToSpec())]);
        return spec;
    }
}
