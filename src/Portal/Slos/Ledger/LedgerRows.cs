using NodaTime;
using Portal.Data;
using Portal.Domain.Slos;

namespace Portal.Slos.Ledger;

/// <summary>Writes slices and the roll-ups that they change.</summary>
/// <remarks>
/// The caller holds the row of the SLO in <c>slo_schedule</c>, so that live measuring and backfill never add up an hour
/// at the same time, each without the other's slices. Writing the same again changes nothing.
/// </remarks>
internal static class LedgerRows
{
    private const string Slices = """
        insert into slo_slice (slo_id, generation, start, good, total, unit_good, unit_total, is_excluded, measured_at)
        select slo_id, generation, start, good, total, unit_good, unit_total, false, @Now
        from unnest(@Slos, @Generations, @Starts, @Good, @Total, @UnitGood, @UnitTotal)
            as slice(slo_id, generation, start, good, total, unit_good, unit_total)
        on conflict (slo_id, generation, start) do update
        set good = excluded.good, total = excluded.total, unit_good = excluded.unit_good,
            unit_total = excluded.unit_total, measured_at = excluded.measured_at
        where (slo_slice.good, slo_slice.total) is distinct from (excluded.good, excluded.total)
        returning slo_id, start
        """;

    private const string Hours = """
        insert into slo_rollup (slo_id, generation, size, start, good, total, measured)
        select hour.slo_id, hour.generation, 'Hour', hour.start,
            sum(coalesce(slice.corrected_good, slice.unit_good, slice.good)),
            sum(coalesce(slice.corrected_total, slice.unit_total, slice.total)),
            count(*) filter (where not slice.is_excluded)
        from unnest(@Slos, @Generations, @Starts) as hour(slo_id, generation, start)
        join slo_slice slice on slice.slo_id = hour.slo_id and slice.generation = hour.generation
            and slice.start >= hour.start and slice.start < hour.start + interval '1 hour'
        group by hour.slo_id, hour.generation, hour.start
        on conflict (slo_id, generation, size, start) do update
        set good = excluded.good, total = excluded.total, measured = excluded.measured
        """;

    private const string Days = """
        insert into slo_rollup (slo_id, generation, size, start, good, total, measured)
        select day.slo_id, day.generation, 'Day', day.start, sum(hour.good), sum(hour.total), sum(hour.measured)
        from unnest(@Slos, @Generations, @Starts) as day(slo_id, generation, start)
        join slo_rollup hour on hour.slo_id = day.slo_id and hour.generation = day.generation and hour.size = 'Hour'
            and hour.start >= day.start and hour.start < day.start + interval '24 hours'
        group by day.slo_id, day.generation, day.start
        on conflict (slo_id, generation, size, start) do update
        set good = excluded.good, total = excluded.total, measured = excluded.measured
        """;

    /// <returns>Of each SLO the earliest slice that is not as it was; none where all is.</returns>
    public static async Task<IReadOnlyDictionary<Guid, Instant>> WriteAsync(
        UnitOfWork work,
        IReadOnlyList<LedgerEntry> entries,
        CancellationToken cancellationToken
    )
    {
        var rows = entries.SelectMany(entry => entry.Slices.Select(slice => (Entry: entry, Slice: slice))).ToList();
        if (rows.Count == 0)
        {
            return new Dictionary<Guid, Instant>();
        }

        var units = rows.ConvertAll(row => Unit(row.Entry.Slo, row.Slice.Sums));
        var changed = await work.QueryAsync<ChangedSlice>(
            Slices,
            new
            {
                work.Now,
                Slos = rows.Select(row => row.Entry.SloId).ToArray(),
                Generations = rows.Select(row => row.Entry.Generation).ToArray(),
                Starts = rows.Select(row => row.Slice.Start.ToDateTimeUtc()).ToArray(),
                Good = rows.Select(row => row.Slice.Sums.Good).ToArray(),
                Total = rows.Select(row => row.Slice.Sums.Total).ToArray(),
                UnitGood = units.Select(unit => unit?.Good).ToArray(),
                UnitTotal = units.Select(unit => unit?.Total).ToArray(),
            },
            cancellationToken
        );
        await CorrectedSlices.ApplyAsync(
            work,
            [
                .. entries
                    .Where(entry => entry.Slices.Count > 0)
                    .Select(entry => new CorrectedRange(
                        entry.SloId,
                        entry.Generation,
                        new(entry.Slices[0].Start, entry.Slices[^1].Start + entry.Slo.Grid.Slice)
                    )),
            ],
            cancellationToken
        );
        await RollUpAsync(
            work,
            [.. rows.Select(row => (row.Entry.SloId, row.Entry.Generation, row.Slice.Start))],
            cancellationToken
        );
        return changed
            .GroupBy(slice => slice.SloId)
            .ToDictionary(group => group.Key, group => group.Min(slice => slice.Start));
    }

    /// <summary>Adds up anew every hour and day that one of the slices belongs to.</summary>
    public static async Task RollUpAsync(
        UnitOfWork work,
        IReadOnlyCollection<(Guid SloId, int Generation, Instant Start)> slices,
        CancellationToken cancellationToken
    )
    {
        await RollUpAsync(work, Hours, NodaConstants.TicksPerHour, slices, cancellationToken);
        await RollUpAsync(work, Days, NodaConstants.TicksPerDay, slices, cancellationToken);
    }

    private static Task RollUpAsync(
        UnitOfWork work,
        string sql,
        long ticks,
        IReadOnlyCollection<(Guid SloId, int Generation, Instant Start)> slices,
        CancellationToken cancellationToken
    )
    {
        var touched = slices
            .Select(slice => (slice.SloId, slice.Generation, Start: Floor(slice.Start, ticks)))
            .Distinct()
            .ToList();
        return work.ExecuteAsync(
            sql,
            new
            {
                Slos = touched.Select(bucket => bucket.SloId).ToArray(),
                Generations = touched.Select(bucket => bucket.Generation).ToArray(),
                Starts = touched.Select(bucket => bucket.Start.ToDateTimeUtc()).ToArray(),
            },
            cancellationToken
        );
    }

    private static SliceSums? Unit(Slo slo, SliceSums slice) =>
        slo.Budgeting.Method == BudgetingMethod.Occurrences ? null : slo.Budgeting.Count(slice);

    private sealed class ChangedSlice
    {
        public Guid SloId { get; init; }

        public Instant Start { get; init; }
    }

    private static Instant Floor(Instant instant, long ticks)
    {
        var since = instant.ToUnixTimeTicks();
        return Instant.FromUnixTimeTicks(since - (((since % ticks) + ticks) % ticks));
    }
}

/// <summary>What was measured of one SLO.</summary>
internal sealed record LedgerEntry(Guid SloId, int Generation, Slo Slo, IReadOnlyList<MeasuredSlice> Slices);
