using NodaTime;
using Portal.Domain.Slos;
using Portal.Domain.Telemetry;

namespace Portal.Slos.Ledger;

/// <summary>What a backend's answer to a <see cref="SliceQuery"/> adds to the ledger.</summary>
internal static class MeasuredSlices
{
    // With their nine decimals, slices of ten seconds over 366 days still add up within the digits of a decimal.
    private const double LargestCount = 1e13;

    // Of what is compared and not added up.
    private const double LargestValue = 1e18;

    /// <summary>One row for every slice of which the total is known, ascending; silence makes none.</summary>
    public static MeasuredAnswer Of(QueriedSli sli, Duration slice, IEnumerable<SeriesPoints> series)
    {
        var counts = new SortedDictionary<Instant, (double? Part, double? Total)>();
        foreach (var points in series)
        {
            var isTotal = points.Labels[SliceQuery.PartLabel] == SliceQuery.Total;
            for (var i = 0; i < points.Times.Count; i++)
            {
                // A value stands at the end of its slice.
                var start = points.Times[i] - slice;
                var known = counts.GetValueOrDefault(start);
                counts[start] = isTotal ? (known.Part, points.Values[i]) : (points.Values[i], known.Total);
            }
        }

        var largest = sli is ThresholdSli ? LargestValue : LargestCount;
        var countable = counts.Where(count => !IsNoNumber(count.Value.Part, count.Value.Total, largest)).ToList();
        return new MeasuredAnswer(
            [
                .. countable
                    .Select(count => new MeasuredSlice(
                        count.Key,
                        sli.Slice(Count(count.Value.Part, largest), Count(count.Value.Total, largest))
                    ))
                    .Where(counted => counted.Sums.Measured > 0),
            ],
            counts.Count - countable.Count
        );
    }

    // A part that is no number of no events is the share of nothing. Of any events it is not known how many were bad: to take
    // it for none would call good what nobody counted.
    private static bool IsNoNumber(double? part, double? total, double largest) =>
        (total is not null && Count(total, largest) is null)
        || (part is not null && Count(part, largest) is null && total is not 0);

    private static decimal? Count(double? value, double largest) =>
        value is { } count && Math.Abs(count) < largest ? (decimal)count : null;
}

/// <param name="Slices">Ascending.</param>
/// <param name="WithoutNumber">How many slices were answered with NaN, an infinity or more than can be added up: they are not measured.</param>
internal sealed record MeasuredAnswer(IReadOnlyList<MeasuredSlice> Slices, int WithoutNumber);

/// <param name="Start">Of the slice.</param>
/// <param name="Sums">Raw, not yet in the unit of the budget.</param>
internal readonly record struct MeasuredSlice(Instant Start, SliceSums Sums);
