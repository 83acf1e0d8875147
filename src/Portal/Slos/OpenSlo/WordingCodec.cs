using System.Text.Json.Nodes;
using Portal.Domain.Labels;
using Portal.Domain.Slos;
using Portal.Manifests;

namespace Portal.Slos.OpenSlo;

/// <summary>The texts of an SLO: of its metadata, which its spec holds here, and of its indicator.</summary>
internal static class WordingCodec
{
    /// <param name="spec">Of the SLO.</param>
    /// <param name="indicator">As its indicator was read: the parts that it says.</param>
    /// <param name="objective">Name of the promise.</param>
    /// <param name="service">What an indicator without a name is called after.</param>
    public static SloWording Read(ManifestNode spec, SloWording indicator, string? objective, string service) =>
        indicator with
        {
            Description = spec.Text("description"),
            Indicator = indicator.Indicator ?? $"{service}-ratio",
            Objective = objective,
            DisplayName = spec.Text(ManifestKind.DisplayName),
            Annotations = Annotations(spec),
        };

    public static void Write(JsonObject spec, SloWording wording)
    {
        Put(spec, ManifestKind.DisplayName, wording.DisplayName);
        if (wording.Annotations.Count > 0)
        {
            spec[ManifestKind.Annotations] = new JsonObject(
                wording.Annotations.Select(one => KeyValuePair.Create(one.Name, (JsonNode?)JsonValue.Create(one.Value)))
            );
        }

        Put(spec, "description", wording.Description);
    }

    /// <summary>What an inline indicator says of itself.</summary>
    public static SloWording ReadIndicator(ManifestNode indicator)
    {
        var wording = indicator.Child("metadata") is { } metadata ? ReadMetadata(metadata) : SloWording.None;
        return wording with { IndicatorDescription = indicator.Peek("spec")?.Text("description") };
    }

    /// <summary>What an SLI of the same file says of itself.</summary>
    public static SloWording ReadIndicator(ManifestDocument sli)
    {
        var displayName = sli.Metadata?.Text(ManifestKind.DisplayName);
        Unkept.Annotations(sli.Metadata);
        return new(Indicator: sli.Name)
        {
            IndicatorDisplayName = displayName,
            IndicatorDescription = sli.Spec.Text("description"),
        };
    }

    /// <param name="wording">Of the SLO.</param>
    /// <param name="spec">What is measured; becomes part of the answer.</param>
    public static JsonObject WriteIndicator(SloWording wording, JsonObject spec)
    {
        var metadata = new JsonObject { ["name"] = wording.Indicator };
        Put(metadata, ManifestKind.DisplayName, wording.IndicatorDisplayName);
        if (wording.IndicatorDescription is { } description)
        {
            spec.Insert(0, "description", description);
        }

        return new() { ["metadata"] = metadata, ["spec"] = spec };
    }

    private static SloWording ReadMetadata(ManifestNode metadata)
    {
        var name = metadata.Text("name");
        var displayName = metadata.Text(ManifestKind.DisplayName);
        Unkept.Labels(metadata);
        Unkept.Annotations(metadata);
        metadata.Done();
        return new(Indicator: name) { IndicatorDisplayName = displayName };
    }

    private static LabelSet Annotations(ManifestNode spec)
    {
        var map = spec.Map(ManifestKind.Annotations);
        var empty = spec.Peek(ManifestKind.Annotations)?.Names.Where(name => map.GetValueOrDefault(name) is "" or null);
        foreach (var name in empty ?? [])
        {
            spec.Warn(ManifestKind.Annotations, $"{name} has no value and is left out.");
        }

        return LabelSet.From(map);
    }

    private static void Put(JsonObject target, string field, string? text)
    {
        if (text is not null)
        {
            target[field] = text;
        }
    }
}
