using NodaTime;
using Portal.Data;
using Portal.Domain.Slos;

namespace Portal.Slos.Ledger;

/// <summary>Adds up ranges of the ledger, any number of them in one query: days, hours, and slices at the ragged edges.</summary>
internal static class LedgerSums
{
    private const string Sums = """
        select part.key, sum(found.good) as good, sum(found.total) as total, sum(found.measured)::int as measured
        from unnest(@Keys, @Slos, @Generations, @Sizes, @From, @To)
            as part(key, slo_id, generation, size, starts_from, starts_before)
        cross join lateral (
            select sum(good) as good, sum(total) as total, sum(measured) as measured
            from slo_rollup
            where part.size <> 'Slice' and slo_id = part.slo_id and generation = part.generation
                and size = part.size and start >= part.starts_from and start < part.starts_before
            union all
            select sum(coalesce(corrected_good, unit_good, good)), sum(coalesce(corrected_total, unit_total, total)),
                count(*) filter (where not is_excluded)
            from slo_slice
            where part.size = 'Slice' and slo_id = part.slo_id and generation = part.generation
                and start >= part.starts_from and start < part.starts_before) found
        group by part.key
        """;

    private const string Excluded = """
        select * from slo_correction_span
        where slo_id = any(@Slos) and effect = 'Exclude' and starts < @To and ends > @From
        """;

    /// <returns>For each range its sums, in the order of the ranges; of a composite what its members come to.</returns>
    public static async Task<IReadOnlyList<SliceSums>> OfAsync(
        UnitOfWork work,
        IReadOnlyList<RangeOfSlo> ranges,
        CancellationToken cancellationToken
    )
    {
        var measured = new Queue<SliceSums>(
            await MeasuredAsync(work, [.. ranges.SelectMany(range => range.Measured)], cancellationToken)
        );
        return [.. ranges.Select(range => range.Take(measured))];
    }

    private static async Task<IReadOnlyList<SliceSums>> MeasuredAsync(
        UnitOfWork work,
        IReadOnlyList<RangeOfSlo> ranges,
        CancellationToken cancellationToken
    )
    {
        if (ranges.Count == 0)
        {
            return [];
        }

        var plans = ranges.Select(range => WindowPlan.For(range.Range, range.Grid)).ToList();
        var parts = plans.SelectMany((plan, key) => plan.Parts.Select(part => (Key: key, Part: part))).ToList();
        var rows = await work.QueryAsync<SummedRange>(
            Sums,
            new
            {
                Keys = parts.Select(part => part.Key).ToArray(),
                Slos = parts.Select(part => ranges[part.Key].SloId).ToArray(),
                Generations = parts.Select(part => ranges[part.Key].Generation).ToArray(),
                Sizes = parts.Select(part => part.Part.Bucket.ToString()).ToArray(),
                From = parts.Select(part => part.Part.From.ToDateTimeUtc()).ToArray(),
                To = parts.Select(part => part.Part.To.ToDateTimeUtc()).ToArray(),
            },
            cancellationToken
        );
        var found = rows.ToDictionary(row => row.Key);
        var exclusions = await ExclusionsAsync(
            work,
            ranges.Select(range => range.SloId),
            ranges.Min(range => range.Range.Start),
            ranges.Max(range => range.Range.End),
            cancellationToken
        );
        return
        [
            .. plans.Select(
                (plan, key) =>
                {
                    var (row, range) = (found.GetValueOrDefault(key), ranges[key]);
                    var without = exclusions.GetValueOrDefault(range.SloId)?.SlicesIn(range.Range, range.Grid) ?? 0;
                    var expected = plan.ExpectedSlices - without;
                    return new SliceSums(row?.Good ?? 0, row?.Total ?? 0, row?.Measured ?? 0, expected, without);
                }
            ),
        ];
    }

    /// <summary>What corrections take out of each SLO in that time; SLOs without any are not named.</summary>
    public static async Task<IReadOnlyDictionary<Guid, Exclusions>> ExclusionsAsync(
        UnitOfWork work,
        IEnumerable<Guid> slos,
        Instant from,
        Instant to,
        CancellationToken cancellationToken
    )
    {
        var spans = await work.QueryAsync<SloCorrectionSpan>(
            Excluded,
            new
            {
                Slos = slos.Distinct().ToArray(),
                From = from.ToDateTimeUtc(),
                To = to.ToDateTimeUtc(),
            },
            cancellationToken
        );
        return spans
            .GroupBy(span => span.SloId)
            .ToDictionary(
                group => group.Key,
                group => Exclusions.Of(group.Select(span => new Interval(span.Starts, span.Ends)))
            );
    }

    private sealed class SummedRange
    {
        public int Key { get; init; }

        public decimal? Good { get; init; }

        public decimal? Total { get; init; }

        public int? Measured { get; init; }
    }
}

/// <summary>A range of the ledger of one SLO, or of those that a composite is made of.</summary>
internal sealed record RangeOfSlo(Guid SloId, int Generation, Slo Slo, Interval Range)
{
    /// <summary>Of a composite, in its order.</summary>
    public IReadOnlyList<RangeOfSlo> Members { get; init; } = [];

    public SliceGrid Grid => Slo.Grid;

    /// <summary>The ranges that have slices.</summary>
    public IEnumerable<RangeOfSlo> Measured =>
        Slo.Sli is CompositeSli ? Members.SelectMany(member => member.Measured) : [this];

    /// <summary>Takes the sums of <see cref="Measured"/> and makes its own of them.</summary>
    public SliceSums Take(Queue<SliceSums> measured)
    {
        if (Slo.Sli is not CompositeSli sli)
        {
            return measured.Dequeue();
        }

        var sums = Members.Select(member => member.Slo.Budgeting.ForBurn(member.Take(measured))).ToList();
        // A member that this replica does not know of yet: nothing is claimed.
        return sums.Count == sli.Members.Count ? sli.Combine(sums) : new SliceSums(0, 0, 0, Grid.SlicesIn(Range));
    }
}
