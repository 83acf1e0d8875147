using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;
using Portal.Data;
using Portal.Manifests;
using Portal.Slos;

namespace Portal.Reports.Months;

/// <summary>
/// Freezes the months of an SLO that is deleted, before its ledger is gone: the one that goes on up to this moment, and
/// any that is over and was not frozen yet.
/// </summary>
internal sealed class KeepDeletedSlos(IDbContextFactory<PortalDb> databases, MonthNumbers numbers) : IDefinitionListener
{
    /// <summary>Older months that were never frozen are no longer read for it.</summary>
    private const int MostMonths = 6;

    public string Kind => SloManifest.Kind;

    public async Task ChangedAsync(UnitOfWork work, DefinitionChange change, CancellationToken cancellationToken)
    {
        if (change.After is not null)
        {
            return;
        }

        var kept = new List<SloMonth>();
        foreach (var month in await OpenAsync(change.Id, work.Now, cancellationToken))
        {
            // Read outside of the transaction, in which the ledger and the corrections are going or gone.
            kept.AddRange(await numbers.OfAsync(month, change.Id, cancellationToken));
        }

        await FrozenRows.AddAsync(work, kept, cancellationToken);
    }

    /// <summary>The months in which it was there and that are not frozen.</summary>
    private async Task<IReadOnlyList<YearMonth>> OpenAsync(Guid slo, Instant now, CancellationToken cancellationToken)
    {
        await using var work = await UnitOfWork.BeginAsync(databases, cancellationToken);
        var first = await work.FirstOrDefaultAsync<Instant?>(
            "select min(at) from definition_version where definition_id = @slo",
            new { slo },
            cancellationToken
        );
        var frozen = await work.QueryAsync<string>(
            "select month from slo_month where slo_id = @slo",
            new { slo },
            cancellationToken
        );
        var (since, last) = (MonthOf(first ?? now), MonthOf(now));
        return
        [
            .. Enumerable
                .Range(0, MostMonths)
                .Select(back => last.PlusMonths(-back))
                .Where(month =>
                    month.CompareTo(since) >= 0
                    && !frozen.Contains(YearMonthPattern.Iso.Format(month), StringComparer.Ordinal)
                ),
        ];
    }

    private YearMonth MonthOf(Instant at) => at.InZone(numbers.Zone).Date.ToYearMonth();
}
