using System.Text.Json.Nodes;
using Portal.Data;
using Portal.Domain;
using Portal.Domain.Slos;
using Portal.Manifests;

namespace Portal.Slos.OpenSlo;

/// <summary>The indicator of an SLO, inline: what is counted, and where.</summary>
internal static class IndicatorCodec
{
    private static readonly string[] Fields = ["indicator", "indicatorRef"];

    /// <param name="objective">Says what a good value is of a <c>thresholdMetric</c>; null, and told, where there is no one.</param>
    /// <returns>With the texts of the indicator.</returns>
    public static (Sli? Sli, SloWording Wording) Read(ManifestNode spec, ManifestNode? objective)
    {
        return ReadOf(Owner(spec, objective), objective);
    }

    /// <summary>Composites of OpenSLO have the indicator in the objective: with one of those it is the SLO's.</summary>
    private static ManifestNode Owner(ManifestNode spec, ManifestNode? objective)
    {
        if (objective is null || !Fields.Any(objective.Has))
        {
            return spec;
        }

        foreach (var field in Fields.Where(spec.Has))
        {
            spec.Refuse(field, "The objective has an indicator of its own: leave one of the two out.");
        }

        return objective;
    }

    private static (Sli? Sli, SloWording Wording) ReadOf(ManifestNode spec, ManifestNode? objective)
    {
        var named = spec.Text("indicatorRef");
        if (spec.Child("indicator") is not { } indicator)
        {
            if (named is { Length: > 0 })
            {
                return Named(spec, named, objective);
            }

            spec.Refuse(
                "indicator",
                "indicator is missing: write { spec: { ratioMetric: { counter: true, good: …, total: … } } }, or name an SLI of the same file in indicatorRef."
            );
            return (null, SloWording.None);
        }

        if (named is not null)
        {
            spec.Refuse("indicatorRef", "Give either indicator or indicatorRef, not both.");
        }

        var wording = WordingCodec.ReadIndicator(indicator);
        var sli = indicator.Child("spec") is { } inner ? Kind(inner, objective) : Missing(indicator, "spec");
        indicator.Done();
        return (sli, wording);
    }

    public static JsonObject Write(Slo slo) =>
        WordingCodec.WriteIndicator(
            slo.Wording,
            slo.Sli switch
            {
                RatioSli ratio => new JsonObject { ["ratioMetric"] = RatioCodec.Write(ratio) },
                LatencySli latency => new JsonObject { ["ratioMetric"] = RatioCodec.Write(latency) },
                GaugeSli gauge => new JsonObject { ["ratioMetric"] = RatioCodec.Write(gauge) },
                ThresholdSli value => new JsonObject
                {
                    ["thresholdMetric"] = SourceCodec.Write(value.Backend, new() { ["query"] = value.Query }),
                },
                CompositeSli composite => new JsonObject { [CompositeCodec.Field] = CompositeCodec.Write(composite) },
                _ => throw new InvalidOperationException($"{slo.Sli.GetType().Name} has no OpenSLO form"),
            }
        );

    /// <summary>The backends that an indicator asks, each with the field that names it.</summary>
    public static IEnumerable<(string Path, string Backend)> Backends(Sli sli)
    {
        const string Ref = "metricSource.metricSourceRef";
        return sli switch
        {
            GaugeSli gauge => [($"indicator.spec.ratioMetric.raw.{Ref}", gauge.Backend)],
            ThresholdSli value => [($"indicator.spec.thresholdMetric.{Ref}", value.Backend)],
            QueriedSli queried => [($"indicator.spec.ratioMetric.total.{Ref}", queried.Backend)],
            _ => [],
        };
    }

    /// <summary>What is wrong in the SLI is told there, and here that it is.</summary>
    private static (Sli? Sli, SloWording Wording) Named(ManifestNode spec, string name, ManifestNode? objective)
    {
        if (spec.File.Take(SloManifest.ApiVersion, OpenSloGuests.Sli, name) is not { } document)
        {
            spec.Refuse(
                "indicatorRef",
                $"There is no SLI {Shown.Short(name)} in this file: put its document beside the SLO, or write it below indicator."
            );
            return (null, SloWording.None);
        }

        var before = document.Errors.Count;
        var wording = WordingCodec.ReadIndicator(document);
        var sli = Kind(document.Spec, objective);
        if (sli is null || document.Errors.Count > before)
        {
            spec.Refuse(
                "indicatorRef",
                $"SLI {Shown.Short(name)} on line {document.Line} cannot be used: see what is told of it."
            );
            return (null, wording);
        }

        return (sli, wording);
    }

    private static Sli? Kind(ManifestNode spec, ManifestNode? objective)
    {
        // Kept in the wording of the SLO.
        spec.Text("description");
        if (spec.Child(CompositeCodec.Field) is { } composite)
        {
            GoodValue.Drop(objective);
            spec.Done();
            return CompositeCodec.Read(composite);
        }

        var sli = (spec.Child("ratioMetric"), spec.Child("thresholdMetric")) switch
        {
            ({ } ratio, null) => RatioCodec.Read(ratio),
            (null, { } value) => ReadThreshold(value, objective),
            ({ }, { }) => Refused(spec, "thresholdMetric", "Give either ratioMetric or thresholdMetric, not both."),
            (null, null) => Missing(spec, "ratioMetric"),
        };
        if (sli is not (null or ThresholdSli))
        {
            GoodValue.Drop(objective);
        }

        spec.Done();
        return sli;
    }

    private static ThresholdSli? ReadThreshold(ManifestNode metric, ManifestNode? objective)
    {
        var found = SourceCodec.Read(
            metric,
            spec => spec.Required("query", "what to ask the backend.") is { Length: > 0 } text ? text : null
        );
        metric.Done();
        var good = objective is null ? null : Condition(metric, objective);
        try
        {
            return found is { } query && good is not null
                ? new ThresholdSli(query.Backend, query.Read, good.Comparison, good.Value)
                : null;
        }
        catch (DomainException refusal)
        {
            metric.Refuse("metricSource", refusal.Message);
            return null;
        }
    }

    private static GoodValue? Condition(ManifestNode metric, ManifestNode objective)
    {
        var before = objective.Errors.Count;
        var good = GoodValue.Read(objective);
        if (good is null && objective.Errors.Count == before)
        {
            metric.Refuse(
                "metricSource",
                "A thresholdMetric needs what a good value is: objectives: [{ op: lte, value: 0.3, target: 0.99 }]."
            );
        }

        return good;
    }

    private static Sli? Missing(ManifestNode node, string field) =>
        Refused(
            node,
            field,
            $"{field} is missing: an indicator counts good (or bad) and total events, in spec.ratioMetric, judges a value, in spec.thresholdMetric, or is a journey over SLOs, in spec.composite."
        );

    private static Sli? Refused(ManifestNode node, string field, string message)
    {
        node.Refuse(field, message);
        return null;
    }
}
