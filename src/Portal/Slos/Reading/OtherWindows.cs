using Microsoft.EntityFrameworkCore;
using NodaTime;
using Portal.Access;
using Portal.Data;
using Portal.Domain.Slos;
using Portal.Domain.Teams;
using Portal.Manifests;
using Portal.Slos.Ledger;

namespace Portal.Slos.Reading;

/// <summary>Reads one SLO over rolling and calendar windows beside its own.</summary>
internal sealed class OtherWindows(IDbContextFactory<PortalDb> databases, SloLedger ledger, Authoriser authoriser)
{
    private static readonly int[] RollingDays = [7, 30, 90];

    /// <summary>Rolling ones first, then this month and quarter so far, then the last month; its own is among them.</summary>
    /// <param name="zone">Of the calendar periods, where the SLO's own window has none.</param>
    /// <exception cref="Domain.DomainException">The zone is unknown.</exception>
    public async Task<IReadOnlyList<OtherWindow>> OfAsync(
        Actor actor,
        Definition<Slo> slo,
        string zone,
        CancellationToken cancellationToken
    )
    {
        authoriser.Demand(actor, Role.Viewer, null, "read SLOs");
        await using var work = await UnitOfWork.BeginAsync(databases, cancellationToken);
        var (measured, _) = await ledger.NowAsync(work, slo, cancellationToken);
        var asked = Asked(slo.Spec.Window, zone, measured.At).ToList();
        var sums = await LedgerSums.OfAsync(
            work,
            asked.ConvertAll(one => measured.Over(OtherWindow.RangeOf(one.Window, one.At))),
            cancellationToken
        );
        return [.. asked.Select((one, i) => OtherWindow.Of(slo.Spec, one.Window, one.At, sums[i]))];
    }

    private static IEnumerable<(SloWindow Window, Instant At)> Asked(SloWindow own, string zone, Instant at)
    {
        var zoneId = (own as CalendarWindow)?.ZoneId ?? zone;
        var month = new CalendarWindow(CalendarUnit.Month, CalendarWindow.DefaultAnchor, zoneId);
        var quarter = new CalendarWindow(CalendarUnit.Quarter, CalendarWindow.DefaultAnchor, zoneId);
        var windows = RollingDays.Select(days => (SloWindow)new RollingWindow(Duration.FromDays(days)));
        return
        [
            .. windows.Append(month).Append(quarter).Prepend(own).DistinctBy(Span).Select(window => (window, at)),
            (month, month.PeriodAt(at - Duration.Epsilon).Start),
        ];

        // A calendar month is the same one whatever month it is counted from.
        (bool IsCalendar, Interval Range) Span(SloWindow window) =>
            (window is CalendarWindow, OtherWindow.RangeOf(window, at));
    }
}
