using Microsoft.EntityFrameworkCore;
using NodaTime;
using Portal.Data;
using Portal.Domain.Slos;
using Portal.Slos.Ledger;

namespace Portal.Slos.Reading;

/// <summary>What was left of budgets on each of the last 30 days: a hint of the shape, from whole days alone.</summary>
internal sealed class SloSparks(IDbContextFactory<PortalDb> databases, CompositeMembers members)
{
    private const int Days = 30;

    private static readonly SliceGrid Hours = new(Duration.FromHours(1));

    private const string Rows = """
        select rollup.slo_id, rollup.start, rollup.good, rollup.total, rollup.measured
        from unnest(@Slos, @Generations, @From) as part(slo_id, generation, starts_from)
        join slo_rollup rollup on rollup.slo_id = part.slo_id and rollup.generation = part.generation
            and rollup.size = 'Day' and rollup.start >= part.starts_from
        order by rollup.slo_id, rollup.start
        """;

    /// <summary>By SLO, oldest first; null where nothing was measured.</summary>
    public async Task<IReadOnlyDictionary<Guid, IReadOnlyList<double?>>> OfAsync(
        IReadOnlyList<SloOverview> slos,
        CancellationToken cancellationToken
    )
    {
        await using var work = await UnitOfWork.BeginAsync(databases, cancellationToken);
        var today = Instant.FromUnixTimeTicks(
            work.Now.ToUnixTimeTicks() - (work.Now.ToUnixTimeTicks() % NodaConstants.TicksPerDay)
        );
        var measured = await members.ResolveAsync(
            work,
            [.. slos.Select(slo => new MeasuredSlo(slo.Slo.Id, slo.Row?.Generation ?? 1, slo.Slo.Spec, today))],
            cancellationToken
        );
        var read = measured
            .SelectMany(slo => slo.Measured.Select(one => (one.Id, one.Generation, Of: slo.Slo)))
            .ToList();
        var rows = await work.QueryAsync<DayRow>(
            Rows,
            new
            {
                Slos = read.Select(one => one.Id).ToArray(),
                Generations = read.Select(one => one.Generation).ToArray(),
                From = read.Select(one => First(one.Of, today).ToDateTimeUtc()).ToArray(),
            },
            cancellationToken
        );
        var days = rows.DistinctBy(row => (row.SloId, row.Start)).ToLookup(row => row.SloId);
        return measured.ToDictionary(slo => slo.Id, slo => Spark(slo.Slo, Sums(slo, days), today));
    }

    private static ISumsOver Sums(MeasuredSlo slo, ILookup<Guid, DayRow> days) =>
        slo.Slo.Sli is CompositeSli sli && slo.Members.Count == sli.Members.Count
            ? new CompositeSums(sli, [.. slo.Members.Select(member => (member.Slo.Budgeting, Sums(member, days)))])
            : new BucketSums(
                slo.Slo.Grid,
                Hours,
                [.. days[slo.Id].Select(day => (day.Start, new SliceSums(day.Good, day.Total, day.Measured, 0)))]
            );

    private static Instant First(Slo slo, Instant today) =>
        slo.Window.RangeAt(today - Duration.FromDays(Days - 1)).Start - Duration.FromDays(1);

    private static IReadOnlyList<double?> Spark(Slo slo, ISumsOver sums, Instant today)
    {
        var ends = Enumerable.Range(0, Days).Select(day => today - Duration.FromDays(Days - 2 - day));
        return [.. BurnDown.AtEach(slo, sums, [.. ends]).BudgetRemaining.Select(remaining => (double?)remaining)];
    }

    private sealed class DayRow
    {
        public Guid SloId { get; init; }

        public Instant Start { get; init; }

        public decimal Good { get; init; }

        public decimal Total { get; init; }

        public int Measured { get; init; }
    }
}
