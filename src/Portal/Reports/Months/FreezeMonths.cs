using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;
using Portal.Data;
using Portal.Data.Scheduling;
using Portal.Domain.Reports;
using Portal.Slos;
using Portal.Slos.Ledger;

namespace Portal.Reports.Months;

/// <summary>Freezes what the SLOs of a month came to, once it is over, and those months that nobody froze in time.</summary>
internal sealed class FreezeMonths(IDbContextFactory<PortalDb> databases, MonthNumbers numbers) : ICronJob
{
    private const string Ledgers = """
        select slo_schedule.slo_id, slo_schedule.next_slice, slo_backfill.state as past
        from slo_schedule left join slo_backfill on slo_backfill.slo_id = slo_schedule.slo_id
        where slo_schedule.slo_id = any(@Ids)
        """;

    public async Task RunAsync(Instant slot, CancellationToken cancellationToken)
    {
        foreach (var month in await DueAsync(slot, cancellationToken))
        {
            await FreezeAsync(month, slot, cancellationToken);
        }
    }

    /// <summary>What is ready and not frozen yet. A second run, or another replica in the same moment, changes nothing.</summary>
    public async Task FreezeAsync(YearMonth month, Instant now, CancellationToken cancellationToken)
    {
        var found = await numbers.OfAsync(month, only: null, cancellationToken);
        await using var work = await UnitOfWork.BeginAsync(databases, cancellationToken);
        var ready = await ReadyAsync(work, found, now, cancellationToken);
        await FrozenRows.AddAsync(work, ready, cancellationToken);
        if (ready.Count == found.Count)
        {
            await work.ExecuteAsync(
                "insert into frozen_month (month, at) values (@Month, @Now) on conflict do nothing",
                new { Month = YearMonthPattern.Iso.Format(month), work.Now },
                cancellationToken
            );
        }

        await work.CommitAsync(cancellationToken);
    }

    private async Task<IReadOnlyList<YearMonth>> DueAsync(Instant now, CancellationToken cancellationToken)
    {
        await using var work = await UnitOfWork.BeginAsync(databases, cancellationToken);
        var first = await work.FirstOrDefaultAsync<Instant?>(
            "select min(at) from definition_version where kind = @Kind",
            new { SloManifest.Kind },
            cancellationToken
        );
        var frozen = await work.QueryAsync<string>("select month from frozen_month", null, cancellationToken);
        return first is { } since
            ?
            [
                .. FrozenMonths.Due(
                    since,
                    now,
                    numbers.Zone,
                    frozen.Select(month => YearMonthPattern.Iso.Parse(month).Value).ToHashSet()
                ),
            ]
            : [];
    }

    private static async Task<IReadOnlyList<SloMonth>> ReadyAsync(
        UnitOfWork work,
        IReadOnlyList<SloMonth> found,
        Instant now,
        CancellationToken cancellationToken
    )
    {
        var rows = await work.QueryAsync<LedgerRow>(
            Ledgers,
            new { Ids = found.Select(one => one.SloId).ToArray() },
            cancellationToken
        );
        var ledgers = rows.ToDictionary(row => row.SloId);
        return
        [
            .. found.Where(one =>
            {
                var ledger = ledgers.GetValueOrDefault(one.SloId);
                var readsPast = ledger?.Past == nameof(BackfillState.Running);
                return FrozenMonths.IsReady(ledger?.NextSlice, readsPast, one.To, now);
            }),
        ];
    }

    private sealed class LedgerRow
    {
        public Guid SloId { get; init; }

        public Instant NextSlice { get; init; }

        public string? Past { get; init; }
    }
}
