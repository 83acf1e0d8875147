using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;
using Portal.Data;
using Portal.Data.Scheduling;
using Portal.Domain.Reports;
using Portal.Domain.Slos;
using Portal.Manifests;
using Portal.Slos;
using Portal.Slos.Ledger;

namespace Portal.Reports.Months;

/// <summary>Freezes what the SLOs of a month came to, once it is over, and those months that nobody froze in time.</summary>
internal sealed class FreezeMonths(
    IDbContextFactory<PortalDb> databases,
    MonthNumbers numbers,
    IDefinitions definitions,
    CompositeMembers members
) : ICronJob
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

    private async Task<IReadOnlyList<SloMonth>> ReadyAsync(
        UnitOfWork work,
        IReadOnlyList<SloMonth> found,
        Instant now,
        CancellationToken cancellationToken
    )
    {
        var measured = MeasuredBy(found);
        var rows = await work.QueryAsync<LedgerRow>(
            Ledgers,
            new { Ids = measured.SelectMany(slos => slos).Distinct().ToArray() },
            cancellationToken
        );
        var ledgers = rows.ToDictionary(row => row.SloId);
        return
        [
            .. found.Where(one =>
            {
                var asked = measured[one.SloId].Select(ledgers.GetValueOrDefault).OfType<LedgerRow>().ToList();
                var readsPast = asked.Exists(ledger => ledger.Past == nameof(BackfillState.Running));
                return FrozenMonths.IsReady(asked.Min(ledger => (Instant?)ledger.NextSlice), readsPast, one.To, now);
            }),
        ];
    }

    /// <summary>By the id of each SLO those whose slices it is read from: itself, and the members of a composite.</summary>
    private ILookup<Guid, Guid> MeasuredBy(IReadOnlyList<SloMonth> found)
    {
        var specs = definitions.All<Slo>().ToDictionary(slo => slo.Id, slo => slo.Spec);
        return found
            .SelectMany(one =>
                (specs.TryGetValue(one.SloId, out var spec) ? members.Below(spec).Select(member => member.Id) : [])
                    .Prepend(one.SloId)
                    .Select(measured => (one.SloId, Measured: measured))
            )
            .ToLookup(pair => pair.SloId, pair => pair.Measured);
    }

    private sealed class LedgerRow
    {
        public Guid SloId { get; init; }

        public Instant NextSlice { get; init; }

        public string? Past { get; init; }
    }
}
