using System.Text.Json.Nodes;
using Portal.Data;
using Portal.Domain;
using Portal.Domain.Alerting;
using Portal.Domain.Slos;
using Portal.Manifests;

namespace Portal.Slos.OpenSlo;

/// <summary>The indicator of an SLO, inline: what is counted, and where.</summary>
internal static class IndicatorCodec
{
    /// <param name="condition">What a good value is, from the objective; only a <c>thresholdMetric</c> has it.</param>
    public static (Sli? Sli, string? Name) Read(ManifestNode spec, GoodValue? condition)
    {
        var named = spec.Text("indicatorRef");
        if (spec.Child("indicator") is not { } indicator)
        {
            if (named is { Length: > 0 })
            {
                return (Named(spec, named, condition), named);
            }

            spec.Refuse(
                "indicator",
                "indicator is missing: write { spec: { ratioMetric: { counter: true, good: …, total: … } } }, or name an SLI of the same file in indicatorRef."
            );
            return default;
        }

        if (named is not null)
        {
            spec.Refuse("indicatorRef", "Give either indicator or indicatorRef, not both.");
        }

        var name = Name(indicator);
        var sli = indicator.Child("spec") is { } inner ? Kind(inner, condition) : Missing(indicator, "spec");
        indicator.Done();
        return (sli, name);
    }

    public static JsonObject Write(Slo slo) =>
        new()
        {
            ["metadata"] = new JsonObject { ["name"] = slo.Wording.Indicator },
            ["spec"] = slo.Sli switch
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
            },
        };

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
    private static Sli? Named(ManifestNode spec, string name, GoodValue? condition)
    {
        if (spec.File.Take(SloManifest.ApiVersion, OpenSloGuests.Sli, name) is not { } document)
        {
            spec.Refuse(
                "indicatorRef",
                $"There is no SLI {Shown.Short(name)} in this file: put its document beside the SLO, or write it below indicator."
            );
            return null;
        }

        var before = document.Errors.Count;
        var sli = Kind(document.Spec, condition);
        if (sli is null || document.Errors.Count > before)
        {
            spec.Refuse(
                "indicatorRef",
                $"SLI {Shown.Short(name)} on line {document.Line} cannot be used: see what is told of it."
            );
            return null;
        }

        return sli;
    }

    private static string? Name(ManifestNode indicator)
    {
        if (indicator.Child("metadata") is not { } metadata)
        {
            return null;
        }

        var name = metadata.Text("name");
        Unkept.Metadata(metadata);
        metadata.Done();
        return name;
    }

    private static Sli? Kind(ManifestNode spec, GoodValue? condition)
    {
        Unkept.Description(spec);
        if (spec.Child(CompositeCodec.Field) is { } composite)
        {
            spec.Done();
            return CompositeCodec.Read(composite);
        }

        var sli = (spec.Child("ratioMetric"), spec.Child("thresholdMetric")) switch
        {
            ({ } ratio, null) => RatioCodec.Read(ratio),
            (null, { } value) => ReadThreshold(value, condition),
            ({ }, { }) => Refused(spec, "thresholdMetric", "Give either ratioMetric or thresholdMetric, not both."),
            (null, null) => Missing(spec, "ratioMetric"),
        };
        if (condition is not null && sli is not (null or ThresholdSli))
        {
            spec.Refuse("thresholdMetric", "op and value of the objective belong to a thresholdMetric.");
        }

        spec.Done();
        return sli;
    }

    private static ThresholdSli? ReadThreshold(ManifestNode metric, GoodValue? condition)
    {
        var found = SourceCodec.Read(
            metric,
            spec => spec.Required("query", "what to ask the backend.") is { Length: > 0 } text ? text : null
        );
        metric.Done();
        if (condition is null)
        {
            metric.Refuse(
                "metricSource",
                "A thresholdMetric needs what a good value is: objectives: [{ op: lte, value: 0.3, target: 0.99 }]."
            );
            return null;
        }

        try
        {
            return found is { } query
                ? new ThresholdSli(query.Backend, query.Read, condition.Comparison, condition.Value)
                : null;
        }
        catch (DomainException refusal)
        {
            metric.Refuse("metricSource", refusal.Message);
            return null;
        }
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

/// <summary>What a good value is: <c>op: lte, value: 0.3</c>.</summary>
internal sealed record GoodValue(Comparison Comparison, decimal Value)
{
    private static readonly Dictionary<string, Comparison> Words = new(StringComparer.Ordinal)
    {
        ["lt"] = Comparison.Below,
        ["lte"] = Comparison.AtMost,
        ["gt"] = Comparison.Above,
        ["gte"] = Comparison.AtLeast,
    };

    public static string Op(Comparison comparison) => Words.First(word => word.Value == comparison).Key;

    /// <returns>Null where the objective has neither, or either was refused.</returns>
    public static GoodValue? Read(ManifestNode objective)
    {
        var (op, value) = (objective.Text("op"), objective.Number("value"));
        if (op is null && !objective.Has("value"))
        {
            return null;
        }

        if (op is null || !Words.TryGetValue(op, out var comparison))
        {
            objective.Refuse(
                "op",
                $"{op ?? "op"} is not understood: write lt, lte, gt or gte, as a good value compares."
            );
            return null;
        }

        if (value is null && !objective.Has("value"))
        {
            objective.Refuse("value", "value is missing: what a good value is compared with.");
        }

        return value is { } limit ? new(comparison, limit) : null;
    }
}
