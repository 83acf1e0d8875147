using System.Text.Json.Nodes;
using NodaTime;
using Portal.Domain.Labels;
using Portal.Domain.OnCall;
using Portal.Manifests;

namespace Portal.OnCall;

/// <summary>A schedule as its form holds it: texts that may not be valid yet.</summary>
public sealed class ScheduleDraft
{
    private JsonArray overrides = [];

    public string Name { get; set; } = "";

    public string TimeZone { get; set; } = "";

    /// <summary>Whose leads may change it; empty for everybody's.</summary>
    public string Team { get; set; } = "";

    public IList<LayerDraft> Layers { get; private init; } = new List<LayerDraft>();

    private LabelSet Labels { get; set; } = LabelSet.Empty;

    private int Version { get; set; }

    /// <summary>One layer with weekly turns that hand over on Monday at 09:00.</summary>
    public static ScheduleDraft New(DateTimeZone zone, Instant now, string user)
    {
        var draft = new ScheduleDraft { TimeZone = zone.Id };
        draft.Layers.Add(LayerDraft.New("weekly", now.InZone(zone).Date, user));
        return draft;
    }

    internal static ScheduleDraft Of(Definition<Schedule> definition)
    {
        var spec = ScheduleManifest.Definition.Write(definition.Spec);
        return new ScheduleDraft
        {
            Name = definition.Name,
            TimeZone = definition.Spec.TimeZone,
            Team = definition.Labels.TryGet("team", out var team) ? team : "",
            Labels = definition.Labels,
            Version = definition.Version,
            overrides = spec["overrides"]?.DeepClone().AsArray() ?? [],
            Layers = spec["layers"]!.AsArray().Select(layer => LayerDraft.Of(layer!.AsObject())).ToList(),
        };
    }

    public JsonObject ToSpec()
    {
        var spec = new JsonObject
        {
            ["timeZone"] = TimeZone,
            ["layers"] = new JsonArray([.. Layers.Select(layer => layer.ToSpec())]),
        };
        if (overrides.Count > 0)
        {
            spec["overrides"] = overrides.DeepClone();
        }

        return spec;
    }

    internal DefinitionDraft ToDefinition()
    {
        var labels = Team.Length > 0 ? Labels.With("team", Team) : Labels.Without("team");
        return new(ScheduleManifest.Definition, Name, ToSpec(), labels, Version);
    }

    /// <summary>What it would be; null while something is not valid.</summary>
    internal Schedule? Read() => DefinitionDraft.Read<Schedule>(ScheduleManifest.Definition, ToSpec());
}
