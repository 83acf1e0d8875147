using Portal.Domain.Slos;

namespace Portal.Domain.Tests.Slos;

/// <summary>
/// The definitions of the numbers of an SLO in plain floating point, straight over raw samples: no sums ahead, and
/// nothing of the product.
/// </summary>
internal sealed class BruteForce(RawCounters raw, BudgetingMethod method, decimal target)
{
    private readonly List<(long Start, double Good, double Total)> slices = [.. SlicesOf(raw)];

    /// <summary>All numbers over the slices that start from one instant up to before another, in Unix seconds.</summary>
    /// <param name="periodEnd">Where the period ends that begins there: the budget is for all of it.</param>
    public Numbers Over(double objective, long from, long to, long periodEnd)
    {
        var (good, total, measured) = (0.0, 0.0, 0);
        foreach (var slice in slices.Where(slice => slice.Start >= from && slice.Start < to))
        {
            measured++;
            var (unitGood, unitTotal) = Unit(slice.Good, slice.Total);
            good += unitGood;
            total += unitTotal;
        }

        var expected = CountSlices(from, to);
        var bad = total - Math.Min(Math.Max(good, 0), total);
        var allowed = (1 - objective) * (method == BudgetingMethod.Timeslices ? CountSlices(from, periodEnd) : total);
        var consumed = allowed > 0 ? bad / allowed : 0;
        return new Numbers(
            total > 0 ? 1 - (bad / total) : null,
            good,
            total,
            bad,
            consumed,
            1 - consumed,
            total > 0 ? bad / (method == BudgetingMethod.Timeslices ? expected : total) / (1 - objective) : null,
            expected > 0 ? (double)measured / expected : 0
        );
    }

    /// <summary>How many slices start in a range, one by one.</summary>
    private long CountSlices(long from, long to)
    {
        var count = 0L;
        for (var at = (from + raw.Slice - 1) / raw.Slice * raw.Slice; at < to; at += raw.Slice)
        {
            count++;
        }

        return count;
    }

    private (double Good, double Total) Unit(double good, double total) =>
        method switch
        {
            BudgetingMethod.Occurrences => (good, total),
            _ when total <= 0 => (0, 0),
            BudgetingMethod.Timeslices => ((decimal)good >= target * (decimal)total ? 1 : 0, 1),
            _ => (Math.Min(Math.Max(good, 0), total) / total, 1),
        };

    // A slice is measured where two scrapes of the total lie in it. A part that is not there is zero.
    private static IEnumerable<(long Start, double Good, double Total)> SlicesOf(RawCounters raw)
    {
        var parts = GrowthOf(raw.Part, raw.Slice);
        return GrowthOf(raw.Total, raw.Slice)
            .Select(slice =>
            {
                var part = parts.GetValueOrDefault(slice.Key);
                return (slice.Key, raw.CountsGood ? part : slice.Value - part, slice.Value);
            });
    }

    /// <summary>
    /// What a counter grew by from one scrape to the next within one slice, both of its ends included: by the later one
    /// where it is lower, for then the counter began again at zero.
    /// </summary>
    public static SortedDictionary<long, double> GrowthOf(IReadOnlyList<Sample> samples, int slice)
    {
        var growth = new SortedDictionary<long, double>();
        for (var i = 1; i < samples.Count; i++)
        {
            var (before, after) = (samples[i - 1], samples[i]);
            var start = (after.At - 1) / slice * slice;
            if (before.At >= start)
            {
                var grown = after.Value >= before.Value ? after.Value - before.Value : after.Value;
                growth[start] = growth.GetValueOrDefault(start) + grown;
            }
        }

        return growth;
    }

    internal sealed record Numbers(
        double? Sli,
        double Good,
        double Total,
        double Bad,
        double Consumed,
        double Remaining,
        double? Burn,
        double Coverage
    );
}
