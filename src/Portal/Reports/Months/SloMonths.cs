using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;
using Portal.Access;
using Portal.Data;
using Portal.Domain.Slos;
using Portal.Domain.Teams;
using Portal.Domain.Time;
using Portal.Manifests;

namespace Portal.Reports.Months;

/// <summary>Answers how the SLOs of a month stood when it ended: as it was frozen, and as it would be said today.</summary>
internal sealed class SloMonths(
    IDbContextFactory<PortalDb> databases,
    MonthNumbers numbers,
    IDefinitions definitions,
    Authoriser authoriser,
    IClock clock
)
{
    /// <param name="team">Only of services that were this team's then; null for all.</param>
    public async Task<SloMonthReport> OfAsync(
        Actor actor,
        YearMonth month,
        string? team,
        CancellationToken cancellationToken
    )
    {
        authoriser.Demand(actor, Role.Viewer, null, "read reports");
        var frozen = await FrozenAsync(month, cancellationToken);
        // Without a ledger there is nothing to be said today.
        var there = definitions.All<Slo>().Select(slo => slo.Id).ToHashSet();
        var today = (await numbers.OfAsync(month, only: null, cancellationToken))
            .Where(one => there.Contains(one.SloId))
            .ToDictionary(one => one.SloId);
        var slos = frozen
            .Select(one => new ReportedSlo(one, today.GetValueOrDefault(one.SloId)))
            .Concat(today.Values.ExceptBy(frozen.Select(one => one.SloId), one => one.SloId).Select(Unfrozen))
            .Where(one => team is null || one.Shown.Team == team)
            .OrderBy(one => one.Shown.Name, StringComparer.Ordinal);
        var range = numbers.RangeOf(month);
        return new(month, numbers.Zone.Id, range, clock.GetCurrentInstant() >= range.End, [.. slos]);
    }

    private async Task<IReadOnlyList<SloMonth>> FrozenAsync(YearMonth month, CancellationToken cancellationToken)
    {
        var text = YearMonthPattern.Iso.Format(month);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<SloMonth>()
            .AsNoTracking()
            .Where(row => row.Month == text)
            .OrderBy(row => row.SloId)
            .Take(ReportStore.MostRows)
            .ToListAsync(cancellationToken);
    }

    private static ReportedSlo Unfrozen(SloMonth today) => new(null, today);
}

/// <param name="Range">The whole month, by the calendar of the zone.</param>
/// <param name="Slos">By name.</param>
internal sealed record SloMonthReport(
    YearMonth Month,
    string Zone,
    TimeRange Range,
    bool IsComplete,
    IReadOnlyList<ReportedSlo> Slos
);

/// <param name="Frozen">Null while the month is not frozen for this SLO.</param>
/// <param name="Today">Null where the SLO is deleted.</param>
internal sealed record ReportedSlo(SloMonth? Frozen, SloMonth? Today)
{
    /// <summary>What a report shows: what was frozen, and before that what it would be today.</summary>
    public SloMonth Shown => Frozen ?? Today!;

    /// <summary>A correction, an edit or a late slice made it something else since.</summary>
    public bool HasChanged => Frozen is not null && Today is not null && !Frozen.TellsLike(Today);
}
