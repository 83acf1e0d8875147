using System.Text.Json.Nodes;
using Portal.Domain;
using Portal.Domain.Slos;
using Portal.Manifests;

namespace Portal.Slos.OpenSlo;

/// <summary>The indicator of an SLO, inline: what is counted, and where.</summary>
internal static class IndicatorCodec
{
    private const string SourceType = "Prometheus";

    public static (Sli? Sli, string? Name) Read(ManifestNode spec)
    {
        if (spec.Child("indicator") is not { } indicator)
        {
            var hint = spec.Has("indicatorRef")
                ? "indicatorRef is not known here yet: write the indicator below indicator."
                : "indicator is missing: write { spec: { ratioMetric: { counter: true, good: …, total: … } } }.";
            spec.Text("indicatorRef");
            spec.Refuse("indicator", hint);
            return default;
        }

        var name = Name(indicator);
        var sli = indicator.Child("spec") is { } inner ? Kind(inner) : Missing(indicator, "spec");
        indicator.Done();
        return (sli, name);
    }

    public static JsonObject Write(Slo slo) =>
        new()
        {
            ["metadata"] = new JsonObject { ["name"] = slo.Wording.Indicator },
            ["spec"] = slo.Sli switch
            {
                RatioSli ratio => new JsonObject { ["ratioMetric"] = Ratio(ratio) },
                _ => throw new InvalidOperationException($"{slo.Sli.GetType().Name} has no OpenSLO form"),
            },
        };

    /// <summary>The backends that an indicator asks, each with the field that names it.</summary>
    public static IEnumerable<(string Path, string Backend)> Backends(Sli sli) =>
        sli is RatioSli ratio ? [("indicator.spec.ratioMetric.total.metricSource.metricSourceRef", ratio.Backend)] : [];

    private static string? Name(ManifestNode indicator)
    {
        if (indicator.Child("metadata") is not { } metadata)
        {
            return null;
        }

        var name = metadata.Text("name");
        metadata.Text("displayName");
        metadata.Labels("labels");
        metadata.Map("annotations");
        metadata.Done();
        return name;
    }

    private static RatioSli? Kind(ManifestNode spec)
    {
        spec.Text("description");
        if (spec.Has("thresholdMetric"))
        {
            spec.Child("thresholdMetric");
            spec.Refuse("thresholdMetric", "Thresholds are not measured yet: write a ratioMetric of good and total.");
            return null;
        }

        var sli = spec.Child("ratioMetric") is { } ratio ? ReadRatio(ratio) : Missing(spec, "ratioMetric");
        spec.Done();
        return sli;
    }

    private static RatioSli? ReadRatio(ManifestNode ratio)
    {
        var before = ratio.Errors.Count;
        var counter = ratio.Switch("counter") ?? false;
        RefuseRaw(ratio);
        var good = ReadQuery(ratio, "good", counter);
        var bad = ReadQuery(ratio, "bad", counter);
        var total = ReadQuery(ratio, "total", counter);
        if (!ratio.Has("total"))
        {
            Missing(ratio, "total");
        }

        if (ratio.Has("good") == ratio.Has("bad"))
        {
            ratio.Refuse(
                ratio.Has("good") ? "bad" : "good",
                "Count either good or bad events: give exactly one of the two, the other follows from the total."
            );
        }

        if ((good ?? bad) is { } part && total is not null && part.Source != total.Source)
        {
            ratio.Refuse(
                "total",
                $"{part.Source} and {total.Source} are two backends: both queries of a ratio go to one."
            );
        }

        ratio.Done();
        return ratio.Errors.Count > before ? null : new RatioSli(total!.Source, good?.Query, bad?.Query, total.Query);
    }

    private static void RefuseRaw(ManifestNode ratio)
    {
        if (ratio.Has("raw"))
        {
            ratio.Child("raw");
            ratio.Text("rawType");
            ratio.Refuse("raw", "A ratio computed elsewhere cannot be added up: give good (or bad) and total counts.");
        }
    }

    private static SourcedQuery? ReadQuery(ManifestNode ratio, string part, bool counter)
    {
        if (ratio.Child(part) is not { } node)
        {
            return null;
        }

        var query = node.Child("metricSource") is { } source ? ReadSource(source, counter) : null;
        if (!node.Has("metricSource"))
        {
            node.Refuse(
                "metricSource",
                "metricSource is missing: { metricSourceRef: <backend>, type: Prometheus, spec: { query: … } }."
            );
        }

        node.Done();
        return query;
    }

    private static SourcedQuery? ReadSource(ManifestNode source, bool counter)
    {
        var backend = source.Required("metricSourceRef", "name the Backend that answers the query.");
        var type = source.Text("type") ?? SourceType;
        if (!type.Equals(SourceType, StringComparison.OrdinalIgnoreCase))
        {
            source.Refuse("type", $"{type} is not measured yet: use {SourceType}, which VictoriaMetrics speaks too.");
        }

        var text = "";
        if (source.Child("spec") is { } spec)
        {
            text = spec.Required("query", "what to ask the backend.").Trim();
            RefuseUncountable(spec, text, counter);
            spec.Done();
        }
        else if (!source.Has("spec"))
        {
            source.Refuse("spec", "spec is missing: { query: <what to ask the backend> }.");
        }

        source.Done();
        return text.Length > 0 && backend.Length > 0 ? new(backend, new CounterQuery(text, counter)) : null;
    }

    private static void RefuseUncountable(ManifestNode spec, string text, bool counter)
    {
        try
        {
            if (text.Length > 0)
            {
                SliceQuery.Refuse(new CounterQuery(text, counter));
            }
        }
        catch (DomainException refusal)
        {
            spec.Refuse("query", refusal.Message);
        }
    }

    private static RatioSli? Missing(ManifestNode node, string field)
    {
        node.Refuse(
            field,
            $"{field} is missing: an indicator counts good (or bad) and total events, in spec.ratioMetric."
        );
        return null;
    }

    private static JsonObject Ratio(RatioSli sli)
    {
        var ratio = new JsonObject { ["counter"] = sli.Total.Counter };
        ratio[sli.Good is null ? "bad" : "good"] = Source(sli, (sli.Good ?? sli.Bad)!);
        ratio["total"] = Source(sli, sli.Total);
        return ratio;
    }

    private static JsonObject Source(RatioSli sli, CounterQuery query) =>
        new()
        {
            ["metricSource"] = new JsonObject
            {
                ["metricSourceRef"] = sli.Backend,
                ["type"] = SourceType,
                ["spec"] = new JsonObject { ["query"] = query.Query },
            },
        };

    private sealed record SourcedQuery(string Source, CounterQuery Query);
}
