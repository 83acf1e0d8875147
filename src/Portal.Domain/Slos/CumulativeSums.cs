using NodaTime;

namespace Portal.Domain.Slos;

/// <summary>
/// Sums from the first slice up to each: the sums of any range are the difference of two of them, whatever its length.
/// In the unit of the SLO's budgeting; slices that are missing, before, between or after, count as not measured.
/// </summary>
public sealed class CumulativeSums : ISumsOver
{
    private readonly long _first;
    private readonly decimal[] _good;
    private readonly decimal[] _total;
    private readonly int[] _measured;

    private CumulativeSums(SliceGrid grid, long first, int length)
    {
        Grid = grid;
        _first = first;
        (_good, _total, _measured) = (new decimal[length + 1], new decimal[length + 1], new int[length + 1]);
    }

    public SliceGrid Grid { get; }

    public SliceGrid Boundaries => Grid;

    /// <summary>From the start of the first measured slice to the end of the last.</summary>
    public Interval Range => new(Grid.StartOf(_first), Grid.StartOf(_first + _good.Length - 1));

    public static CumulativeSums Of(SliceSeries series, Budgeting budgeting)
    {
        var first = series.Starts.Count > 0 ? series.Grid.IndexFrom(series.Starts[0]) : 0;
        var length = series.Starts.Count > 0 ? series.Grid.IndexFrom(series.Starts[^1]) + 1 - first : 0;
        var sums = new CumulativeSums(series.Grid, first, (int)length);
        for (var (i, slice) = (0, 0); slice < length; slice++)
        {
            var isMeasured = series.Grid.IndexFrom(series.Starts[i]) == first + slice;
            sums.Append(
                slice,
                isMeasured ? budgeting.Count(SliceSums.Of(series.Good[i], series.Total[i])) : SliceSums.Missing
            );
            i += isMeasured ? 1 : 0;
        }

        return sums;
    }

    /// <summary>The sums of all slices that start in the range.</summary>
    public SliceSums Over(Interval range) => Between(Grid.IndexFrom(range.Start), Grid.IndexFrom(range.End));

    /// <summary>The sums of a look-back that ends at a slice boundary.</summary>
    public SliceSums Last(Duration lookBack, Instant end)
    {
        var index = Grid.IndexFrom(end);
        return Between(index - Grid.SlicesIn(lookBack), index);
    }

    /// <summary>What the ledger would answer at that slice boundary: the reading of a preview.</summary>
    public SloReading Read(Slo slo, Instant at) => SloReading.Of(slo, this, at);

    private void Append(int slice, SliceSums sums)
    {
        _good[slice + 1] = _good[slice] + sums.Good;
        _total[slice + 1] = _total[slice] + sums.Total;
        _measured[slice + 1] = _measured[slice] + sums.Measured;
    }

    private SliceSums Between(long from, long to)
    {
        var (a, b) = (At(from), At(to));
        return new SliceSums(
            _good[b] - _good[a],
            _total[b] - _total[a],
            _measured[b] - _measured[a],
            (int)Math.Max(to - from, 0)
        );
    }

    private int At(long index) => (int)Math.Clamp(index - _first, 0, _good.Length - 1);
}
