using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;
using Portal.Domain;
using Portal.Domain.Slos;

namespace Portal.Slos;

/// <summary>The PromQL that measures one slice, and every slice when it is asked over a range.</summary>
/// <remarks>
/// Good (or bad) and total come back in one answer, told apart by a label: one request for an SLO, and both counts from
/// one moment.
/// </remarks>
internal static partial class SliceQuery
{
    public const string PartLabel = "portal_part";
    public const string Part = "part";
    public const string Total = "total";

    private const string Sum = "sum";

    private const string TermLabel = "portal_term";

    public static string Of(QueriedSli sli, Duration slice) =>
        TotalOf(sli, slice) is { } total
            ? $"{Labelled(PartOf(sli, slice), Part)} or {Labelled(total, Total)}"
            : Labelled(PartOf(sli, slice), Part);

    /// <summary>The same for each set of values of some labels, over a range of any length.</summary>
    /// <remarks>Only for what <see cref="Slo.GroupBy"/> takes: events that are summed, and no value that is judged.</remarks>
    public static string ByLabels(QueriedSli sli, Duration over, IReadOnlyList<string> labels)
    {
        var sum = $"sum by ({string.Join(", ", labels)}) ";
        return $"{Labelled(PartOf(sli, over, sum), Part)} or {Labelled(TotalOf(sli, over, sum)!, Total)}";
    }

    /// <summary>The good or bad events of a slice, or the value that is judged.</summary>
    /// <param name="sum">The aggregation: sum, or sum by some labels.</param>
    public static string PartOf(QueriedSli sli, Duration slice, string sum = Sum)
    {
        var range = Range(slice);
        return sli switch
        {
            RatioSli ratio => Of((ratio.Good ?? ratio.Bad)!, slice, sum),
            LatencySli latency => HistogramQuery.Fast(latency, range, sum),
            GaugeSli gauge => $"{sum}(sum_over_time({gauge.Gauge}[{Open(slice)}]))",
            ThresholdSli value => $"{(value.HighIsBad ? "max" : "min")}({Written(value.Query, range)})",
            _ => throw Unknown(sli),
        };
    }

    /// <summary>All events of a slice; null where the slice itself is the event.</summary>
    public static string? TotalOf(QueriedSli sli, Duration slice, string sum = Sum)
    {
        var range = Range(slice);
        return sli switch
        {
            RatioSli ratio => Of(ratio.Total, slice, sum),
            LatencySli latency => HistogramQuery.All(latency, range, sum),
            GaugeSli gauge => $"{sum}(count_over_time({gauge.Gauge}[{Open(slice)}]))",
            ThresholdSli => null,
            _ => throw Unknown(sli),
        };
    }

    /// <summary>How many series the part and the total read; null for a query that is written out.</summary>
    public static (string? Part, string? Total) SeriesOf(QueriedSli sli) =>
        sli switch
        {
            RatioSli ratio => (SeriesOf((ratio.Good ?? ratio.Bad)!), SeriesOf(ratio.Total)),
            LatencySli { Native: false } latency => (
                $"count({HistogramQuery.Bucket(latency)})",
                $"count({HistogramQuery.Count(latency)})"
            ),
            LatencySli latency => (null, $"count({latency.Histogram})"),
            GaugeSli gauge => ($"count({gauge.Gauge})", $"count({gauge.Gauge})"),
            _ => (null, null),
        };

    /// <summary>The increase of each series over a range, none added to another; null for a query that is written out.</summary>
    public static (string Part, string Total)? IncreaseOf(QueriedSli sli, Duration over)
    {
        var range = Range(over);
        return sli switch
        {
            RatioSli ratio
                when Selectors((ratio.Good ?? ratio.Bad)!) is { } part && Selectors(ratio.Total) is { } total => (
                Each(part, range),
                Each(total, range)
            ),
            LatencySli { Native: false } latency => (
                $"increase({HistogramQuery.Bucket(latency)}[{range}])",
                $"increase({HistogramQuery.Count(latency)}[{range}])"
            ),
            GaugeSli gauge => ($"sum_over_time({gauge.Gauge}[{range}])", $"count_over_time({gauge.Gauge}[{range}])"),
            _ => null,
        };
    }

    /// <summary>Whether it counts the events of any range, and not only of a slice of one length.</summary>
    public static bool IsStretchable(CounterQuery query) =>
        Selectors(query) is not null || Window().IsMatch(query.Query);

    /// <summary>As a part of a longer query: a comment at its end ends with its line.</summary>
    public static string Enclosed(string query) => query.Contains('#', StringComparison.Ordinal) ? query + "\n" : query;

    /// <exception cref="DomainException">It cannot count the events of a slice.</exception>
    public static void Refuse(CounterQuery query)
    {
        if (!query.Counter || Selectors(query) is not null || Window().IsMatch(query.Query))
        {
            return;
        }

        throw new DomainException(
            query.Query.Contains('[', StringComparison.Ordinal)
                ? "With counter: true the portal takes the increase of each slice itself: leave out rate(), increase() and the range, or put {{.window}} in the brackets."
                : "With counter: true write a selector of counters, as in http_requests_total{job=\"shop\"}, or a sum of selectors; for anything else put {{.window}} where the range of a slice belongs."
        );
    }

    private static string Of(CounterQuery query, Duration slice, string sum) =>
        Selectors(query) is { } selectors
            ? Increase(selectors, Range(slice), sum)
            : $"{sum}({Written(query.Query, Range(slice))})";

    private static string Written(string query, string range) => Enclosed(Window().Replace(query, range));

    private static string? SeriesOf(CounterQuery query) =>
        Selectors(query) is { } selectors ? $"count({string.Join(" or ", selectors)})" : null;

    private static string Range(Duration slice) =>
        string.Create(CultureInfo.InvariantCulture, $"{(long)slice.TotalSeconds}s");

    /// <summary>
    /// A range for counting samples. Prometheus 2 takes both ends of a range in, Prometheus 3 the later one only: a
    /// millisecond less, and a sample that stands between two slices belongs to the earlier one in both.
    /// </summary>
    private static string Open(Duration slice) =>
        string.Create(CultureInfo.InvariantCulture, $"{(long)slice.TotalMilliseconds - 1}ms");

    private static IReadOnlyList<string>? Selectors(CounterQuery query) =>
        query.Counter ? SelectorSum.Parse(query.Query) : null;

    private static string Labelled(string query, string part) =>
        $"label_replace({query}, \"{PartLabel}\", \"{part}\", \"\", \"\")";

    private static string Each(IReadOnlyList<string> selectors, string range) =>
        string.Join(" or ", selectors.Select(selector => $"increase({selector}[{range}])"));

    /// <summary>
    /// Terms that are absent add nothing, where a plain + would make the whole sum absent. Their increases have no metric
    /// name left and may be labelled alike, so each gets a label of its own before they are put together.
    /// </summary>
    private static string Increase(IReadOnlyList<string> selectors, string range, string sum) =>
        selectors.Count == 1
            ? $"{sum}(increase({selectors[0]}[{range}]))"
            : $"{sum}({string.Join(" or ", selectors.Select((selector, i) => $"label_replace(increase({selector}[{range}]), \"{TermLabel}\", \"{i}\", \"\", \"\")"))})";

    private static InvalidOperationException Unknown(QueriedSli sli) => new($"{sli.GetType().Name} is not measured");

    [GeneratedRegex(@"\{\{\s*\.?window\s*\}\}", RegexOptions.NonBacktracking)]
    private static partial Regex Window();
}
