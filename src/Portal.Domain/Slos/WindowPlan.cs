using NodaTime;

namespace Portal.Domain.Slos;

/// <summary>
/// Which rows of the ledger add up to a range: whole days where there are, hours up to them, and single slices at the
/// ragged edges. A year costs some 365 days, 46 hours and 118 slices of a minute instead of half a million slices, for
/// exactly the same sums. Days and hours are those of UTC; the range may come from any zone.
/// </summary>
/// <param name="Parts">In order of time, touching, without overlaps; none for a range in which no slice starts.</param>
/// <param name="ExpectedSlices">How many slices start in the range: the denominator of its coverage.</param>
public sealed record WindowPlan(IReadOnlyList<LedgerRange> Parts, int ExpectedSlices)
{
    private static readonly Duration Hour = Duration.FromHours(1);
    private static readonly Duration Day = Duration.FromDays(1);

    /// <summary>The plan for all slices that start in the range.</summary>
    public static WindowPlan For(Interval range, SliceGrid grid)
    {
        var from = grid.StartOf(grid.IndexFrom(range.Start));
        var to = grid.StartOf(grid.IndexFrom(range.End));
        var parts = Around(LedgerBucket.Slice, from, to, Hour, HoursAndDays);
        return new WindowPlan([.. parts.Where(part => part.From < part.To)], grid.SlicesIn(range));
    }

    private static IEnumerable<LedgerRange> HoursAndDays(Instant from, Instant to) =>
        Around(LedgerBucket.Hour, from, to, Day, (first, last) => [new LedgerRange(LedgerBucket.Day, first, last)]);

    // The whole larger buckets are the middle; what is left on both sides is added up from the smaller ones.
    private static IEnumerable<LedgerRange> Around(
        LedgerBucket bucket,
        Instant from,
        Instant to,
        Duration larger,
        Func<Instant, Instant, IEnumerable<LedgerRange>> middle
    )
    {
        var first = Floor(from + larger - Duration.FromTicks(1), larger);
        var last = Floor(to, larger);
        return first < last
            ? [new LedgerRange(bucket, from, first), .. middle(first, last), new LedgerRange(bucket, last, to)]
            : [new LedgerRange(bucket, from, to)];
    }

    private static Instant Floor(Instant instant, Duration size)
    {
        var ticks = instant.ToUnixTimeTicks();
        var rest = ticks % size.BclCompatibleTicks;
        return Instant.FromUnixTimeTicks(ticks - (rest < 0 ? rest + size.BclCompatibleTicks : rest));
    }
}

/// <summary>All rows of one size that start in a half-open range.</summary>
public sealed record LedgerRange(LedgerBucket Bucket, Instant From, Instant To);

/// <summary>What a row of the ledger sums up.</summary>
public enum LedgerBucket
{
    /// <summary>One slice of the SLO.</summary>
    Slice,

    /// <summary>The slices of one hour.</summary>
    Hour,

    /// <summary>The slices of one day of UTC.</summary>
    Day,
}
