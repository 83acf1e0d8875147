using NodaTime;

namespace Portal.Domain.Slos;

/// <summary>
/// Cumulative sums over rows of the ledger of any size: single slices where a chart looks closely, hours and days
/// before them. What <see cref="CumulativeSums"/> is for slices alone, for a fraction of the rows.
/// </summary>
public sealed class BucketSums : ISumsOver
{
    private readonly SliceGrid _grid;
    private readonly Instant[] _starts;
    private readonly SliceSums[] _before;

    /// <param name="grid">The slices of the SLO: what is expected of a range is counted in them.</param>
    /// <param name="boundaries">The coarsest grid that all asked ranges lie on.</param>
    /// <param name="rows">In the unit of the budget; ascending by start, not overlapping. What is missing was not measured.</param>
    public BucketSums(SliceGrid grid, SliceGrid boundaries, IReadOnlyList<(Instant Start, SliceSums Sums)> rows)
    {
        (_grid, Boundaries) = (grid, boundaries);
        _starts = [.. rows.Select(row => row.Start)];
        _before = new SliceSums[rows.Count + 1];
        for (var i = 0; i < rows.Count; i++)
        {
            _before[i + 1] = _before[i] + rows[i].Sums;
        }
    }

    public SliceGrid Boundaries { get; }

    public SliceSums Over(Interval range)
    {
        var sums = _before[FirstFrom(range.End)] - _before[FirstFrom(range.Start)];
        return sums with { Expected = _grid.SlicesIn(range) };
    }

    private int FirstFrom(Instant instant)
    {
        var at = Array.BinarySearch(_starts, instant);
        return at < 0 ? ~at : at;
    }
}
