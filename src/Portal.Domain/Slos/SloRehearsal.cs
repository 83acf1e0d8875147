using NodaTime;

namespace Portal.Domain.Slos;

/// <summary>
/// A definition played over measured history: how it would stand, when it would have been missed, and what its alerts
/// would have sent. Another objective, window or set of alerts is played over the same history again.
/// </summary>
/// <param name="Status">At the end of the history, as the alerts would have left it.</param>
/// <param name="Course">The budget and burn over the range.</param>
/// <param name="Breaches">Times in which more was bad than the budget allows, oldest first; the last may last still.</param>
/// <param name="Fired">What the alerts would have sent, oldest first.</param>
public sealed record SloRehearsal(
    SloStatus Status,
    BurnDown Course,
    IReadOnlyList<Interval> Breaches,
    IReadOnlyList<FiredPeriod> Fired
)
{
    /// <summary>The lowest SLI of the range: an objective up to here would have held throughout. Null without traffic.</summary>
    public decimal? WorstSli => Course.Sli.Min();

    /// <param name="slo">The definition.</param>
    /// <param name="slices">The slices of the range.</param>
    /// <param name="all">The same with what lies before them, for windows that reach back there.</param>
    /// <param name="range">What is played, on slice boundaries.</param>
    /// <param name="maxPoints">Of the course.</param>
    public static SloRehearsal Of(Slo slo, ISumsOver slices, ISumsOver all, Interval range, int maxPoints)
    {
        var course = BurnDown.Of(slo, all, range, maxPoints);
        var fired = BackTest.Run(slo, slices, range, all);
        var firing = fired.Where(period => period.End is null).Select(period => period.Alert.Name);
        var status = SloStatus.Of(slo, SloReading.Of(slo, all, course.At[^1]), [.. firing]);
        return new SloRehearsal(status, course, [.. BreachesOf(course)], fired);
    }

    /// <summary>Slices, and hours in the unit of the budget before them, as one past.</summary>
    public static ISumsOver Join(
        SliceSeries slices,
        IReadOnlyList<(Instant Start, SliceSums Sums)> before,
        Budgeting budgeting
    )
    {
        var counted = slices.Starts.Select(
            (start, i) => (start, budgeting.Count(SliceSums.Of(slices.Good[i], slices.Total[i])))
        );
        return new BucketSums(slices.Grid, slices.Grid, [.. before, .. counted]);
    }

    /// <summary>Times in which somebody would have been paged.</summary>
    public IReadOnlyList<(Instant Start, Instant? End)> Pages => PagesOf(Fired);

    /// <summary>
    /// Alerts that follow one another without a pause page once, for the slower ones only go on saying what the faster
    /// one said.
    /// </summary>
    public static IReadOnlyList<(Instant Start, Instant? End)> PagesOf(IEnumerable<FiredPeriod> fired)
    {
        var pages = new List<(Instant Start, Instant? End)>();
        foreach (var period in fired.Where(period => period.Alert.Severity == BudgetAlertSeverity.Page))
        {
            if (pages.Count == 0 || pages[^1].End < period.Start)
            {
                pages.Add((period.Start, period.End));
            }
            else if (pages[^1].End is { } end && (period.End is null || period.End > end))
            {
                pages[^1] = (pages[^1].Start, period.End);
            }
        }

        return pages;
    }

    /// <summary>What known sets of alerts, and the chosen ones, would have sent over the same history.</summary>
    public IReadOnlyList<AlertSetOutcome> Compare(Slo slo, ISumsOver slices, ISumsOver all, Interval range) =>
        [
            .. AlertSets
                .For(slo.Window, slo.Objective, slo.Grid)
                .Select(set =>
                    AlertSetOutcome.Of(set, BackTest.Run(slo.WithAlerts(set.Alerts), slices, range, all), Breaches)
                ),
        ];

    /// <summary>How often another objective would have been missed, by the points of the course.</summary>
    public int Misses(Objective objective) =>
        Course
            .Sli.Select(sli => sli < objective.Value)
            .Aggregate(
                (Count: 0, Was: false),
                (seen, isMissed) => (seen.Count + (isMissed && !seen.Was ? 1 : 0), isMissed)
            )
            .Count;

    private static IEnumerable<Interval> BreachesOf(BurnDown course)
    {
        Instant? began = null;
        for (var i = 0; i < course.At.Count; i++)
        {
            var isBreached = course.BudgetRemaining[i] < 0;
            if (isBreached)
            {
                began ??= course.At[i];
            }
            else if (began is { } start)
            {
                yield return new Interval(start, course.At[i]);
                began = null;
            }
        }

        if (began is { } last)
        {
            yield return new Interval(last, course.At[^1]);
        }
    }
}
