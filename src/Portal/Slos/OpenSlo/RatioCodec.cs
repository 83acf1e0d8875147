using System.Text.Json.Nodes;
using Portal.Domain;
using Portal.Domain.Slos;
using Portal.Manifests;

namespace Portal.Slos.OpenSlo;

/// <summary>
/// <c>ratioMetric</c>: good or bad and total by queries; the bucket and the count of a histogram; or, as <c>raw</c>, a gauge
/// between 0 and 1.
/// </summary>
internal static class RatioCodec
{
    private static readonly string[] Counts = ["good", "bad", "total"];

    public static QueriedSli? Read(ManifestNode ratio)
    {
        var before = ratio.Errors.Count;
        var sli = ratio.Has("raw") ? ReadRaw(ratio) : ReadCounts(ratio);
        ratio.Done();
        return ratio.Errors.Count > before ? null : sli;
    }

    public static JsonObject Write(RatioSli sli) =>
        new()
        {
            ["counter"] = sli.Total.Counter,
            [sli.Good is null ? "bad" : "good"] = Query(sli.Backend, (sli.Good ?? sli.Bad)!.Query),
            ["total"] = Query(sli.Backend, sli.Total.Query),
        };

    public static JsonObject Write(LatencySli sli)
    {
        var good = new JsonObject { ["histogram"] = sli.Histogram, ["le"] = sli.Threshold.Plain() };
        if (sli.Native)
        {
            good["native"] = true;
        }

        return new()
        {
            ["counter"] = true,
            ["good"] = SourceCodec.Write(sli.Backend, good),
            ["total"] = SourceCodec.Write(sli.Backend, new() { ["histogram"] = sli.Histogram }),
        };
    }

    public static JsonObject Write(GaugeSli sli) =>
        new()
        {
            ["counter"] = false,
            ["rawType"] = sli.IsFailure ? "failure" : "success",
            ["raw"] = Query(sli.Backend, sli.Gauge),
        };

    private static JsonObject Query(string backend, string query) =>
        SourceCodec.Write(backend, new() { ["query"] = query });

    private static QueriedSli? ReadCounts(ManifestNode ratio)
    {
        var counter = ratio.Switch("counter") ?? false;
        ratio.Drop("rawType", "rawType is left out: it belongs to raw.");
        var good = ReadPart(ratio, "good", counter);
        var bad = ReadPart(ratio, "bad", counter);
        var total = ReadPart(ratio, "total", counter);
        if (!ratio.Has("total"))
        {
            ratio.Refuse("total", "total is missing: a ratio counts good (or bad) and all events.");
        }

        if (ratio.Has("good") == ratio.Has("bad"))
        {
            ratio.Refuse(
                ratio.Has("good") ? "bad" : "good",
                "Count either good or bad events: give exactly one of the two, the other follows from the total."
            );
        }

        if ((good ?? bad) is { } part && total is { } all)
        {
            return Put(ratio, part, all, good is not null);
        }

        return null;
    }

    private static QueriedSli? Put(
        ManifestNode ratio,
        (string Backend, Count Read) part,
        (string Backend, Count Read) total,
        bool isGood
    )
    {
        if (part.Backend != total.Backend)
        {
            ratio.Refuse(
                "total",
                $"{part.Backend} and {total.Backend} are two backends: both queries of a ratio go to one."
            );
            return null;
        }

        return (part.Read, total.Read) switch
        {
            (Count.Queried some, Count.Queried all) => new RatioSli(
                part.Backend,
                isGood ? some.Query : null,
                isGood ? null : some.Query,
                all.Query
            ),
            (Count.Within within, Count.Within all) => Latency(ratio, part.Backend, within, all, isGood),
            _ => Refused(ratio, "Both are queries, or both are of one histogram."),
        };
    }

    private static LatencySli? Latency(
        ManifestNode ratio,
        string backend,
        Count.Within within,
        Count.Within all,
        bool isGood
    )
    {
        if (!isGood || within.Bound is not { } bound || all.Bound is not null || within.Histogram != all.Histogram)
        {
            Refused(
                ratio,
                "Of a histogram good is the part within le, and total the same histogram without: good: { histogram, le }, total: { histogram }."
            );
            return null;
        }

        try
        {
            return new LatencySli(backend, within.Histogram, bound, within.Native);
        }
        catch (DomainException refusal)
        {
            Refused(ratio, refusal.Message);
            return null;
        }
    }

    private static RatioSli? Refused(ManifestNode ratio, string message)
    {
        ratio.Refuse("good", message);
        return null;
    }

    private static GaugeSli? ReadRaw(ManifestNode ratio)
    {
        ratio.Switch("counter");
        var type = ratio.Text("rawType") ?? "success";
        if (type is not ("success" or "failure"))
        {
            ratio.Refuse("rawType", $"{type} is not understood: success where 1 is good, failure where 1 is bad.");
        }

        foreach (var other in Counts.Where(ratio.Has))
        {
            ratio.Child(other);
            ratio.Refuse(other, "raw is a ratio already: leave out good, bad and total.");
        }

        if (ratio.Child("raw") is not { } raw)
        {
            return null;
        }

        var found = SourceCodec.Read(raw, spec => ReadSelector(spec));
        raw.Done();
        return found is { } gauge ? new GaugeSli(gauge.Backend, gauge.Read, type == "failure") : null;
    }

    private static string? ReadSelector(ManifestNode spec)
    {
        var text = spec.Required("query", "the gauge to read.").Trim();
        if (text.Length > 0 && SelectorSum.Parse(text) is not [_])
        {
            spec.Refuse("query", "Write the selector of a gauge between 0 and 1, as in probe_success{job=\"shop\"}.");
            return null;
        }

        return text.Length > 0 ? text : null;
    }

    private static (string Backend, Count Read)? ReadPart(ManifestNode ratio, string part, bool counter)
    {
        if (ratio.Child(part) is not { } node)
        {
            return null;
        }

        var found = SourceCodec.Read(node, spec => spec.Has("histogram") ? ReadWithin(spec) : ReadQuery(spec, counter));
        node.Done();
        return found;
    }

    private static Count? ReadWithin(ManifestNode spec)
    {
        var histogram = spec.Required("histogram", "the histogram's selector.").Trim();
        var bound = spec.Number("le");
        var native = spec.Switch("native") ?? false;
        return Allowed(spec, "histogram", histogram, HistogramQuery.Refuse)
            ? new Count.Within(histogram, bound, native)
            : null;
    }

    private static Count? ReadQuery(ManifestNode spec, bool counter)
    {
        var text = spec.Required("query", "what to ask the backend.").Trim();
        return Allowed(spec, "query", text, query => SliceQuery.Refuse(new CounterQuery(query, counter)))
            ? new Count.Queried(new CounterQuery(text, counter))
            : null;
    }

    private static bool Allowed(ManifestNode spec, string field, string text, Action<string> refuse)
    {
        try
        {
            if (text.Length > 0)
            {
                refuse(text);
            }
        }
        catch (DomainException refusal)
        {
            spec.Refuse(field, refusal.Message);
            return false;
        }

        return text.Length > 0;
    }

    private abstract record Count
    {
        public sealed record Queried(CounterQuery Query) : Count;

        public sealed record Within(string Histogram, decimal? Bound, bool Native) : Count;
    }
}
