using Microsoft.EntityFrameworkCore;
using NodaTime;
using Portal.Access;
using Portal.Data;
using Portal.Domain.Slos;
using Portal.Domain.Teams;
using Portal.Manifests;
using Portal.Slos.Ledger;

namespace Portal.Slos.Reading;

/// <summary>Tells how the members of a composite do over its window, and which of them its failures are.</summary>
internal sealed class JourneyParts(IDbContextFactory<PortalDb> databases, SloLedger ledger, Authoriser authoriser)
{
    /// <summary>In the order of the composite; empty for any other SLO.</summary>
    public async Task<IReadOnlyList<JourneyPart>> OfAsync(
        Actor actor,
        Definition<Slo> slo,
        CancellationToken cancellationToken
    )
    {
        authoriser.Demand(actor, Role.Viewer, null, "read SLOs");
        if (slo.Spec.Sli is not CompositeSli composite)
        {
            return [];
        }

        await using var work = await UnitOfWork.BeginAsync(databases, cancellationToken);
        var (measured, _) = await ledger.NowAsync(work, slo, cancellationToken);
        if (measured.Members.Count != composite.Members.Count)
        {
            return [];
        }

        var window = slo.Spec.Window.RangeAt(measured.At);
        var lastHour = new Interval(measured.At - Slo.CurrentBurn, measured.At);
        var sums = await LedgerSums.OfAsync(
            work,
            [.. measured.Members.SelectMany(member => new[] { member.Over(window), member.Over(lastHour) })],
            cancellationToken
        );
        var units = measured.Members.Select((member, i) => Units(member, sums[i * 2], sums[(i * 2) + 1])).ToList();
        var shares = composite.Shares([.. units.Select(unit => unit.Window)]);
        var recent = composite.Shares([.. units.Select(unit => unit.Hour)]);
        return
        [
            .. composite.Members.Select(
                (member, i) => new JourneyPart(member, units[i].Window, shares[i], units[i].Hour, recent[i])
            ),
        ];
    }

    private static (SliceSums Window, SliceSums Hour) Units(MeasuredSlo member, SliceSums window, SliceSums hour) =>
        (member.Slo.Budgeting.ForBurn(window), member.Slo.Budgeting.ForBurn(hour));
}

/// <summary>A member of a composite over its window.</summary>
/// <param name="Member">The SLO and its weight.</param>
/// <param name="Window">Its sums over the composite's window, in the unit of its own budgeting.</param>
/// <param name="Share">Which part of the composite's failures it is behind, from 0 to 1; together 1.</param>
/// <param name="Hour">Its sums over the last hour.</param>
/// <param name="RecentShare">Which part of the burn of the last hour it is behind.</param>
internal sealed record JourneyPart(
    CompositeMember Member,
    SliceSums Window,
    decimal Share,
    SliceSums Hour,
    decimal RecentShare
)
{
    public decimal? Sli => Window.IsCovered ? Window.Ratio : null;
}
