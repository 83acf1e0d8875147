using NodaTime;
using Portal.Domain.Alerting;
using Portal.Domain.Telemetry;
using Portal.Ui;

namespace Portal.Alerting;

/// <summary>A rule's series as a chart: the worst few, with its threshold and when it fired.</summary>
internal static class RuleChart
{
    public const int MostSeries = 6;

    /// <summary>More columns than that no screen shows.</summary>
    private const int MostColumns = 400;

    /// <param name="series">What the rule's query returned for the range, at steps.</param>
    /// <param name="range">From the first step to the last, both included.</param>
    public static ChartData Of(
        AlertRule rule,
        IReadOnlyList<SeriesPoints> series,
        Interval range,
        Duration step,
        IReadOnlyList<ChartBand> bands,
        IReadOnlyList<ChartMark> marks
    )
    {
        var lowIsBad = RuleWords.LowIsBad(rule.Condition.Operator);
        var shown = Worst(series, lowIsBad);
        var names = SeriesNames.Of([.. shown.Select(one => one.Labels)]);
        var steps = (int)Math.Floor(range.Duration / step) + 1;
        var width = (steps + MostColumns - 1) / MostColumns;
        var columns = (steps + width - 1) / width;
        return new()
        {
            T =
            [
                .. Enumerable
                    .Range(0, columns)
                    .Select(at => (range.Start + step * (at * (long)width)).ToUnixTimeSeconds()),
            ],
            Series = [.. shown.Select((one, at) => new ChartSeries(names[at], Values(one), StyleOf(at)))],
            Lines = Lines(rule.Condition, RuleWords.Unit(rule)),
            Bands = bands,
            Marks = marks,
            Unit = RuleWords.Unit(rule),
            EndsNow = true,
        };

        double?[] Values(SeriesPoints one) => Columns(one, range.Start, step * (long)width, columns, lowIsBad);
    }

    private static ChartStyle StyleOf(int rank) => rank == 0 ? ChartStyle.Measured : ChartStyle.Compared;

    private static IReadOnlyList<SeriesPoints> Worst(IReadOnlyList<SeriesPoints> series, bool lowIsBad)
    {
        var ranked = series
            .Select(one => (Series: one, Values: one.Values.Where(double.IsFinite).ToList()))
            .Where(one => one.Values.Count > 0);
        return
        [
            .. (lowIsBad ? ranked.OrderBy(one => one.Values.Min()) : ranked.OrderByDescending(one => one.Values.Max()))
                .Take(MostSeries)
                .Select(one => one.Series),
        ];
    }

    /// <summary>Where several steps share a column it shows the worst of them: a spike is what people look for.</summary>
    private static double?[] Columns(SeriesPoints series, Instant start, Duration width, int count, bool lowIsBad)
    {
        var columns = new double?[count];
        for (var i = 0; i < series.Times.Count; i++)
        {
            var (at, value) = ((int)Math.Floor((series.Times[i] - start) / width), series.Values[i]);
            if (at < 0 || at >= count || !double.IsFinite(value))
            {
                continue;
            }

            columns[at] =
                columns[at] is not { } known ? value
                : lowIsBad ? Math.Min(known, value)
                : Math.Max(known, value);
        }

        return columns;
    }

    private static IReadOnlyList<ChartLine> Lines(ThresholdCondition condition, ChartUnit unit)
    {
        var words = $"fires {RuleWords.Of(condition.Operator)} {RuleWords.Threshold(condition.Threshold, unit)}";
        return double.IsFinite(condition.Threshold) ? [new(condition.Threshold, words)] : [];
    }
}
