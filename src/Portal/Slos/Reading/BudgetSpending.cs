using Microsoft.EntityFrameworkCore;
using NodaTime;
using Portal.Access;
using Portal.Data;
using Portal.Domain.Slos;
using Portal.Domain.Teams;
using Portal.Manifests;
using Portal.Slos.Ledger;

namespace Portal.Slos.Reading;

/// <summary>
/// Where an SLO's budget went, from the ledger: to the incidents of its service, to what followed deployments, and to
/// errors that neither explains.
/// </summary>
internal sealed class BudgetSpending(
    IDbContextFactory<PortalDb> databases,
    SloLedger ledger,
    IEnumerable<IBudgetCauses> sources,
    Authoriser authoriser
)
{
    /// <param name="range">Null for the whole window; what of it is not measured yet is left out.</param>
    public async Task<SpentRange> OfAsync(
        Actor actor,
        Definition<Slo> slo,
        Interval? range,
        CancellationToken cancellationToken
    )
    {
        authoriser.Demand(actor, Role.Viewer, null, "read SLOs");
        await using var work = await UnitOfWork.BeginAsync(databases, cancellationToken);
        var (measured, _) = await ledger.NowAsync(work, slo, cancellationToken);
        return await OfAsync(work, slo.Spec, measured, range, cancellationToken);
    }

    public async Task<SpentRange> OfAsync(
        UnitOfWork work,
        Slo slo,
        MeasuredSlo measured,
        Interval? range,
        CancellationToken cancellationToken
    )
    {
        var asked = OnSlices(slo, range ?? slo.Window.RangeAt(measured.At), measured.At);
        var whole = WindowOf(slo, asked, measured.At);
        var causes = new List<NamedCause>();
        foreach (var source in sources.Where(_ => asked.Duration > Duration.Zero))
        {
            causes.AddRange(await source.OfAsync(slo.Service, asked, cancellationToken));
        }

        var stretches = BudgetAttribution.Stretches(
            causes.Select(cause => new BudgetCause(cause.Key, cause.From, cause.To, cause.Kind)),
            asked,
            slo.Grid
        );
        var sums = await LedgerSums.OfAsync(
            work,
            [measured.Over(whole), measured.Over(asked), .. stretches.Select(stretch => measured.Over(stretch.Range))],
            cancellationToken
        );
        var allowed = slo.BudgetOf(sums[0], slo.Window.PeriodAt(whole.End)).AllowedBad;
        var shares = BudgetAttribution.Shares(sums[1].Bad, allowed, stretches.Zip(sums.Skip(2)));
        var named = causes.ToDictionary(cause => cause.Key, StringComparer.Ordinal);
        return new(
            asked,
            sums[1],
            allowed,
            [.. shares.Select(share => new NamedShare(share, share.Cause is null ? null : named[share.Cause]))],
            [.. causes.Where(cause => cause.To is null)]
        );
    }

    private static Interval OnSlices(Slo slo, Interval range, Instant measured)
    {
        var to = Instant.Min(slo.Grid.StartOf(slo.Grid.IndexFrom(range.End)), measured);
        return new(Instant.Min(slo.Grid.Floor(range.Start), to), to);
    }

    /// <summary>The window whose budget is spoken of: today's, or for what has left that the one which ended with the range.</summary>
    private static Interval WindowOf(Slo slo, Interval asked, Instant measured)
    {
        var current = slo.Window.RangeAt(measured);
        return asked.Start >= slo.Grid.Floor(current.Start) ? current : slo.Window.RangeAt(asked.End);
    }
}

/// <param name="Range">Whole slices, half-open; empty where nothing of it is past yet.</param>
/// <param name="Sums">Of the range.</param>
/// <param name="AllowedBad">What the budget of the whole period allows.</param>
/// <param name="Shares">Largest first; what nothing explains comes last. They add up to what is bad in the range.</param>
/// <param name="Open">What goes on now.</param>
public sealed record SpentRange(
    Interval Range,
    SliceSums Sums,
    decimal AllowedBad,
    IReadOnlyList<NamedShare> Shares,
    IReadOnlyList<NamedCause> Open
)
{
    /// <summary>Of the whole budget: 0.31 is 31 %.</summary>
    public decimal Consumed => AllowedBad > 0 ? Sums.Bad / AllowedBad : 0;
}

/// <param name="Cause">Null for what nothing explains.</param>
public sealed record NamedShare(BudgetShare Share, NamedCause? Cause);
