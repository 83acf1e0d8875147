using Portal.Access;
using Portal.Domain.Slos;
using Portal.Domain.Telemetry;

namespace Portal.Slos.Editing;

/// <summary>What a backend offers for the indicator that is being written.</summary>
/// <param name="Metrics">That suit its kind, by name.</param>
/// <param name="Matchers">Of the metric that is written: <c>job="checkout"</c>.</param>
/// <param name="Failures">Of them those that speak of failure, the likeliest first.</param>
/// <param name="Series">How many series the selector has now; null where that is not known.</param>
public sealed record SliOffer(
    IReadOnlyList<string> Metrics,
    IReadOnlyList<string> Matchers,
    IReadOnlyList<string> Failures,
    int? Series
)
{
    public static readonly SliOffer None = new([], [], [], null);

    /// <summary>The selector that matchers are added to; empty where the query is written out.</summary>
    public static string SelectorOf(SliForm sli)
    {
        var text = sli.Kind switch
        {
            SliKind.Events => sli.Total,
            SliKind.Latency => sli.Histogram,
            SliKind.Gauge or SliKind.Value => sli.Part,
            SliKind.Journey => "",
        };
        return SelectorSum.Parse(text) is [_] ? text.Trim() : "";
    }

    internal static async Task<SliOffer> AskAsync(
        SliSuggestions suggestions,
        Actor actor,
        SliForm sli,
        string backend,
        CancellationToken cancellationToken
    )
    {
        var metrics = await suggestions.MetricsAsync(actor, backend, cancellationToken);
        var names = metrics.SelectMany(metric => Fit(sli.Kind, metric)).ToList();
        var selector = SelectorOf(sli);
        var name = Selector.NameOf(selector);
        if (name.Length == 0)
        {
            return new(names, [], [], null);
        }

        var series =
            sli.Kind is SliKind.Latency && metrics.Any(metric => metric.Name == name && metric.HasBuckets)
                ? name + "_count"
                : name;
        var labels = await suggestions.LabelsAsync(actor, backend, series, null, cancellationToken);
        var whole = Selector.Of(series, Selector.MatchersOf(selector));
        return new(
            names,
            [.. labels.SelectMany(label => label.Value.Select(value => FailureMatchers.Exactly(label.Key, value)))],
            FailureMatchers.Of(labels),
            await suggestions.SeriesAsync(actor, backend, whole, cancellationToken)
        );
    }

    /// <summary>The names by which a kind uses a metric: of a histogram the count is a counter like others.</summary>
    private static IEnumerable<string> Fit(SliKind kind, Metric metric) =>
        (kind, metric.Type) switch
        {
            (SliKind.Events, MetricType.Counter) => [metric.Name],
            (SliKind.Events, MetricType.Histogram) when metric.HasBuckets => [$"{metric.Name}_count"],
            (SliKind.Events, MetricType.Summary) => [$"{metric.Name}_count"],
            (SliKind.Latency, MetricType.Histogram) => [metric.Name],
            (SliKind.Gauge or SliKind.Value, MetricType.Gauge or MetricType.Unknown) => [metric.Name],
            _ => [],
        };
}
