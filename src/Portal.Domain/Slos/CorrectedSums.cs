using NodaTime;

namespace Portal.Domain.Slos;

/// <summary>A past of which corrections take something out: what is excluded is not expected.</summary>
public sealed class CorrectedSums(ISumsOver past, SliceGrid grid, Exclusions exclusions) : ISumsOver
{
    public SliceGrid Boundaries => past.Boundaries;

    public SliceSums Over(Interval range)
    {
        var sums = past.Over(range);
        var without = exclusions.SlicesIn(range, grid);
        return sums with { Expected = sums.Expected - without, Excluded = without };
    }
}

/// <summary>The same past as it was measured: with what corrections have taken from it.</summary>
/// <param name="corrected">After corrections.</param>
/// <param name="differences">What they took, slice by slice.</param>
public sealed class UncorrectedPast(ISumsOver corrected, ISumsOver differences) : ISumsOver
{
    public SliceGrid Boundaries => corrected.Boundaries;

    public SliceSums Over(Interval range)
    {
        var (kept, taken) = (corrected.Over(range), differences.Over(range));
        return new(
            kept.Good + taken.Good,
            kept.Total + taken.Total,
            kept.Measured + taken.Measured,
            kept.Expected + kept.Excluded
        );
    }
}
