using Portal.Data;
using Portal.Domain.Slos;

namespace Portal.Slos.Ledger;

/// <summary>What ranges of the ledger add up to without their corrections.</summary>
internal static class UncorrectedSums
{
    private const string Differences = """
        select range.key, sum(coalesce(slice.unit_good, slice.good) - slice.corrected_good) as good,
            sum(coalesce(slice.unit_total, slice.total) - slice.corrected_total) as total,
            (count(*) filter (where slice.is_excluded))::int as measured
        from unnest(@Keys, @Slos, @Generations, @From, @To) as range(key, slo_id, generation, starts_from, starts_before)
        join slo_slice slice on slice.slo_id = range.slo_id and slice.generation = range.generation
            and slice.start >= range.starts_from and slice.start < range.starts_before
            and slice.corrected_total is not null
        where exists (
            select 1 from slo_correction_span span
            where span.slo_id = range.slo_id and span.starts < range.starts_before and span.ends > range.starts_from)
        group by range.key
        """;

    /// <param name="sums">Of the same ranges, with their corrections.</param>
    /// <returns>In the order of the ranges; the same sums where no correction touches one, or a member of a composite.</returns>
    public static async Task<IReadOnlyList<SliceSums>> OfAsync(
        UnitOfWork work,
        IReadOnlyList<RangeOfSlo> ranges,
        IReadOnlyList<SliceSums> sums,
        CancellationToken cancellationToken
    )
    {
        var parts = ranges.Where(range => range.Slo.Sli is CompositeSli).SelectMany(range => range.Measured).ToList();
        var members = await LedgerSums.OfAsync(work, parts, cancellationToken);
        var measured = await MeasuredAsync(work, [.. ranges, .. parts], [.. sums, .. members], cancellationToken);
        var rest = new Queue<SliceSums>(measured.Skip(ranges.Count));
        return [.. ranges.Select((range, i) => range.Slo.Sli is CompositeSli ? range.Take(rest) : measured[i])];
    }

    private static async Task<IReadOnlyList<SliceSums>> MeasuredAsync(
        UnitOfWork work,
        IReadOnlyList<RangeOfSlo> ranges,
        IReadOnlyList<SliceSums> sums,
        CancellationToken cancellationToken
    )
    {
        var rows = await work.QueryAsync<DifferenceRow>(
            Differences,
            new
            {
                Keys = Enumerable.Range(0, ranges.Count).ToArray(),
                Slos = ranges.Select(range => range.SloId).ToArray(),
                Generations = ranges.Select(range => range.Generation).ToArray(),
                From = ranges.Select(range => range.Range.Start.ToDateTimeUtc()).ToArray(),
                To = ranges.Select(range => range.Range.End.ToDateTimeUtc()).ToArray(),
            },
            cancellationToken
        );
        var found = rows.ToDictionary(row => row.Key);
        return [.. sums.Select((one, key) => found.GetValueOrDefault(key) is { } row ? row.AddedTo(one) : one)];
    }

    private sealed class DifferenceRow
    {
        public int Key { get; init; }

        public decimal Good { get; init; }

        public decimal Total { get; init; }

        public int Measured { get; init; }

        public SliceSums AddedTo(SliceSums sums) =>
            new(sums.Good + Good, sums.Total + Total, sums.Measured + Measured, sums.Expected + sums.Excluded);
    }
}
