using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Portal.Domain.Slos;
using Portal.Manifests;
using Portal.Slos.OpenSlo;

namespace Portal.Slos.Import;

/// <summary>What a Pyrra objective measures, as a <c>ratioMetric</c>.</summary>
internal sealed partial class PyrraIndicator(string backend)
{
    /// <summary>In any unit; beyond it nobody waits for an answer.</summary>
    private const decimal LongestTime = 1_000_000_000;

    private static readonly Dictionary<string, decimal> Units = new(StringComparer.Ordinal)
    {
        ["ms"] = 0.001m,
        ["s"] = 1,
        ["m"] = 60,
        ["h"] = 3_600,
    };

    /// <returns>Null, with errors or warnings in the node, where it cannot be taken.</returns>
    public JsonObject? Read(ManifestNode node)
    {
        var found =
            node.Child("ratio") is { } ratio ? Ratio(ratio)
            : node.Child("latency") is { } latency ? Latency(latency)
            : node.Child("latencyNative") is { } native ? Native(native)
            : (node.Child("bool_gauge") ?? node.Child("boolGauge")) is { } gauge ? Gauge(gauge)
            : null;
        node.TellRest();
        return found;
    }

    private JsonObject? Ratio(ManifestNode node)
    {
        var (errors, total) = (Metric(node, "errors"), Metric(node, "total"));
        Done(node);
        return errors is null || total is null ? null : Counters(null, errors, total);
    }

    private JsonObject? Latency(ManifestNode node)
    {
        var (success, total) = (Metric(node, "success"), Metric(node, "total"));
        Done(node);
        if (success is null || total is null)
        {
            return null;
        }

        // The bucket and the count of one histogram become a latency SLI; anything else stays a ratio of two counters.
        return
            Bound(success) is { } bound
            && Without(Selector.NameOf(success), "_bucket") is { } histogram
            && histogram == Without(Selector.NameOf(total), "_count")
            && Selector.MatchersOf(bound.Others) == Selector.MatchersOf(total)
            ? RatioCodec.Write(
                new LatencySli(backend, Selector.Of(histogram, Selector.MatchersOf(total)), bound.Le, native: false)
            )
            : Counters(success, null, total);
    }

    private JsonObject? Native(ManifestNode node)
    {
        var total = Metric(node, "total");
        var text = node.Required("latency", "what is fast enough, 200ms for example.");
        Done(node);
        if (TimeOf(text) is not { } time)
        {
            node.Refuse("latency", $"{text} is not understood. Write a time such as 200ms or 1s.");
            return null;
        }

        return total is null ? null : RatioCodec.Write(new LatencySli(backend, total, time, native: true));
    }

    /// <summary>In seconds; null where it is none above 0.</summary>
    private static decimal? TimeOf(string text) =>
        Time().Match(text) is { Success: true } time
        && decimal.TryParse(time.Groups["number"].Value, CultureInfo.InvariantCulture, out var number)
        && number <= LongestTime
        && number * Units[time.Groups["unit"].Value] is > 0 and var seconds
            ? seconds
            : null;

    private JsonObject? Gauge(ManifestNode node)
    {
        var metric = node.Required("metric", "the gauge to read, probe_success for example.");
        Done(node);
        return metric.Length == 0 ? null : RatioCodec.Write(new GaugeSli(backend, metric, isFailure: false));
    }

    private JsonObject Counters(string? good, string? bad, string total) =>
        RatioCodec.Write(new RatioSli(backend, Counter(good), Counter(bad), new CounterQuery(total, true)));

    private static CounterQuery? Counter(string? selector) =>
        selector is null ? null : new CounterQuery(selector, true);

    private static string? Metric(ManifestNode node, string part)
    {
        if (node.Child(part) is not { } child)
        {
            node.Refuse(part, $"{part} is missing: {{ metric: http_requests_total }}.");
            return null;
        }

        var metric = child.Required("metric", "the selector of its counters.").Trim();
        child.TellRest();
        return metric.Length > 0 ? metric : null;
    }

    private static void Done(ManifestNode node)
    {
        node.Drop(
            "grouping",
            "Groups are added up: one SLO measures all of them. For one of each, write an SLO with its labels."
        );
        node.TellRest();
    }

    private static string? Without(string name, string suffix) =>
        name.EndsWith(suffix, StringComparison.Ordinal) ? name[..^suffix.Length] : null;

    /// <summary>The bound of a bucket and its selector without it.</summary>
    private static (decimal Le, string Others)? Bound(string selector)
    {
        if (
            BucketBound().Match(selector) is not { Success: true } match
            || !decimal.TryParse(
                match.Groups["bound"].Value,
                NumberStyles.Float,
                CultureInfo.InvariantCulture,
                out var bound
            )
            || bound <= 0
        )
        {
            return null;
        }

        return (bound, Selector.With(selector, match.Value));
    }

    [GeneratedRegex("\\ble=\"(?<bound>[^\"]+)\"", RegexOptions.NonBacktracking)]
    private static partial Regex BucketBound();

    [GeneratedRegex(
        @"^(?<number>\d+(\.\d+)?)(?<unit>ms|s|m|h)$",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Time();
}
