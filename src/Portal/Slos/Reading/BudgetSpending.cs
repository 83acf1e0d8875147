using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Domain.Slos;
using Portal.Manifests;
using Portal.Slos.Ledger;

namespace Portal.Slos.Reading;

/// <summary>Where an SLO's budget went, from the ledger: to the incidents of its service, and to errors that no incident explains.</summary>
internal sealed class BudgetSpending(
    IDbContextFactory<PortalDb> databases,
    SloLedger ledger,
    IEnumerable<IBudgetCauses> sources
)
{
    public async Task<SpentWindow> OfAsync(Definition<Slo> slo, CancellationToken cancellationToken)
    {
        await using var work = await UnitOfWork.BeginAsync(databases, cancellationToken);
        var (measured, _) = await ledger.NowAsync(work, slo, cancellationToken);
        var window = slo.Spec.Window.RangeAt(measured.At);
        var causes = new List<NamedCause>();
        foreach (var source in sources)
        {
            causes.AddRange(await source.OfAsync(slo.Spec.Service, window, cancellationToken));
        }

        var stretches = BudgetAttribution.Stretches(
            causes.Select(cause => new BudgetCause(cause.Key, cause.From, cause.To, cause.Kind)),
            window,
            slo.Spec.Grid
        );
        var sums = await LedgerSums.OfAsync(
            work,
            [measured.Over(window), .. stretches.Select(stretch => measured.Over(stretch.Range))],
            cancellationToken
        );
        var budget = slo.Spec.BudgetOf(sums[0], slo.Spec.Window.PeriodAt(measured.At));
        var shares = BudgetAttribution.Shares(budget, stretches.Zip(sums.Skip(1)));
        var named = causes.ToDictionary(cause => cause.Key, StringComparer.Ordinal);
        return new(
            budget,
            [.. shares.Select(share => new NamedShare(share, share.Cause is null ? null : named[share.Cause]))],
            [.. causes.Where(cause => cause.To is null)]
        );
    }
}

/// <param name="Budget">Of the whole window.</param>
/// <param name="Shares">Largest first; what nothing explains comes last. They add up to what is consumed.</param>
/// <param name="Open">What goes on now.</param>
public sealed record SpentWindow(ErrorBudget Budget, IReadOnlyList<NamedShare> Shares, IReadOnlyList<NamedCause> Open);

/// <param name="Cause">Null for what nothing explains.</param>
public sealed record NamedShare(BudgetShare Share, NamedCause? Cause);
