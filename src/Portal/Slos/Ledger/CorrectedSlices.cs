using NodaTime;
using Portal.Data;

namespace Portal.Slos.Ledger;

/// <summary>
/// Makes slices count what their corrections say, and again what was measured once those are gone. What was measured is
/// never changed. The caller holds the row of the SLO in <c>slo_schedule</c>.
/// </summary>
internal static class CorrectedSlices
{
    private const string Apply = """
        with effect as (
            select slice.slo_id, slice.generation, slice.start,
                coalesce(bool_or(span.effect = 'Exclude'), false) as is_excluded, count(span.effect) > 0 as is_corrected
            from unnest(@Slos, @Generations, @From, @To) as range(slo_id, generation, starts_from, starts_before)
            join slo_slice slice on slice.slo_id = range.slo_id and slice.generation = range.generation
                and slice.start >= range.starts_from and slice.start < range.starts_before
            left join slo_correction_span span on span.slo_id = slice.slo_id
                and span.starts <= slice.start and span.ends > slice.start
            group by slice.slo_id, slice.generation, slice.start)
        update slo_slice slice
        set is_excluded = effect.is_excluded,
            corrected_good = case when effect.is_excluded then 0
                when effect.is_corrected then coalesce(slice.unit_total, slice.total) end,
            corrected_total = case when effect.is_excluded then 0
                when effect.is_corrected then coalesce(slice.unit_total, slice.total) end
        from effect
        where slice.slo_id = effect.slo_id and slice.generation = effect.generation and slice.start = effect.start
            and (effect.is_corrected or slice.corrected_total is not null)
        returning slice.slo_id, slice.generation, slice.start
        """;

    private const string Touched = """
        select distinct range.slo_id from unnest(@Slos, @From, @To) as range(slo_id, starts_from, starts_before)
        join slo_correction_span span on span.slo_id = range.slo_id
            and span.starts < range.starts_before and span.ends > range.starts_from
        """;

    /// <summary>For what was just measured: most SLOs have no correction there, which one look tells.</summary>
    public static async Task ApplyAsync(
        UnitOfWork work,
        IReadOnlyList<CorrectedRange> ranges,
        CancellationToken cancellationToken
    )
    {
        var touched = await work.QueryAsync<Guid>(Touched, Arguments(ranges), cancellationToken);
        var corrected = ranges.Where(range => touched.Contains(range.SloId)).ToList();
        if (corrected.Count > 0)
        {
            await work.QueryAsync<ChangedSlice>(Apply, Arguments(corrected), cancellationToken);
        }
    }

    /// <summary>For a correction that came, changed or went: the roll-ups follow.</summary>
    public static async Task ApplyAnewAsync(
        UnitOfWork work,
        IReadOnlyList<CorrectedRange> ranges,
        CancellationToken cancellationToken
    )
    {
        var changed = await work.QueryAsync<ChangedSlice>(Apply, Arguments(ranges), cancellationToken);
        await LedgerRows.RollUpAsync(
            work,
            [.. changed.Select(slice => (slice.SloId, slice.Generation, slice.Start))],
            cancellationToken
        );
    }

    private static object Arguments(IReadOnlyList<CorrectedRange> ranges) =>
        new
        {
            Slos = ranges.Select(range => range.SloId).ToArray(),
            Generations = ranges.Select(range => range.Generation).ToArray(),
            From = ranges.Select(range => range.Range.Start.ToDateTimeUtc()).ToArray(),
            To = ranges.Select(range => range.Range.End.ToDateTimeUtc()).ToArray(),
        };

    private sealed class ChangedSlice
    {
        public Guid SloId { get; init; }

        public int Generation { get; init; }

        public Instant Start { get; init; }
    }
}

internal sealed record CorrectedRange(Guid SloId, int Generation, Interval Range);
