using NodaTime;
using Portal.Domain.Slos;
using Portal.Domain.Telemetry;

namespace Portal.Slos.Ledger;

/// <summary>What a backend's answer to a <see cref="SliceQuery"/> adds to the ledger.</summary>
internal static class MeasuredSlices
{
    // Beyond it a double does not count single events any more, and no sum of it would be exact.
    private const double Largest = 1e18;

    /// <summary>One row for every slice of which the total is known, ascending; silence makes none.</summary>
    public static IReadOnlyList<MeasuredSlice> Of(QueriedSli sli, SliceGrid grid, IEnumerable<SeriesPoints> series)
    {
        var counts = new SortedDictionary<Instant, (decimal? Part, decimal? Total)>();
        foreach (var points in series)
        {
            var isTotal = points.Labels[SliceQuery.PartLabel] == SliceQuery.Total;
            for (var i = 0; i < points.Times.Count; i++)
            {
                // A value stands at the end of its slice.
                var start = points.Times[i] - grid.Slice;
                var known = counts.GetValueOrDefault(start);
                var count = Count(points.Values[i]);
                counts[start] = isTotal ? (known.Part, count) : (count, known.Total);
            }
        }

        return
        [
            .. counts
                .Select(slice => new MeasuredSlice(slice.Key, sli.Slice(slice.Value.Part, slice.Value.Total)))
                .Where(slice => slice.Sums.Measured > 0),
        ];
    }

    private static decimal? Count(double value) => Math.Abs(value) < Largest ? (decimal)value : null;
}

/// <param name="Start">Of the slice.</param>
/// <param name="Sums">Raw, not yet in the unit of the budget.</param>
internal readonly record struct MeasuredSlice(Instant Start, SliceSums Sums);
