using Microsoft.EntityFrameworkCore;
using NodaTime;
using Portal.Access;
using Portal.Data;
using Portal.Domain.Slos;
using Portal.Domain.Teams;
using Portal.Manifests;
using Portal.Slos.Ledger;

namespace Portal.Slos.Reading;

/// <summary>What corrections do to an SLO's numbers: what was measured without them, and what one more would change.</summary>
internal sealed class CorrectionEffects(
    IDbContextFactory<PortalDb> databases,
    IDefinitions definitions,
    SloLedger ledger,
    Authoriser authoriser
)
{
    /// <summary>By name, ascending.</summary>
    public IReadOnlyList<Definition<Correction>> Of(string slo) =>
        [.. definitions.All<Correction>().Where(correction => correction.Spec.Slo == slo)];

    /// <summary>The window as it was measured; null where no correction touches it.</summary>
    public async Task<SliceSums?> AsMeasuredAsync(Definition<Slo> slo, CancellationToken cancellationToken)
    {
        if (Of(slo.Name).Count == 0)
        {
            return null;
        }

        await using var work = await UnitOfWork.BeginAsync(databases, cancellationToken);
        var (measured, _) = await ledger.NowAsync(work, slo, cancellationToken);
        var window = slo.Spec.Window.RangeAt(measured.At);
        RangeOfSlo[] range = [measured.Over(window)];
        var sums = await LedgerSums.OfAsync(work, range, cancellationToken);
        var raw = await UncorrectedSums.OfAsync(work, range, sums, cancellationToken);
        return raw[0] == sums[0] ? null : raw[0];
    }

    /// <summary>What the window would be with one more correction, beside what it is.</summary>
    /// <exception cref="ForbiddenException">Only those who may add it look.</exception>
    public async Task<TriedCorrection> TryAsync(
        Actor actor,
        Definition<Slo> slo,
        Correction correction,
        CancellationToken cancellationToken
    )
    {
        authoriser.Demand(actor, Role.Lead, TeamOf(slo.Spec), "correct SLOs");
        await using var work = await UnitOfWork.BeginAsync(databases, cancellationToken);
        var (measured, _) = await ledger.NowAsync(work, slo, cancellationToken);
        var window = slo.Spec.Window.RangeAt(measured.At);
        var occurrences = correction.Within(window).ToList();
        var within = Exclusions.Of(
            occurrences.Select(one => new Interval(
                Instant.Max(one.Start, window.Start),
                Instant.Min(one.End, window.End)
            ))
        );
        var sums = await LedgerSums.OfAsync(
            work,
            [measured.Over(window), .. within.Merged.Select(measured.Over)],
            cancellationToken
        );
        var part = sums.Skip(1).Aggregate(default(SliceSums), (all, one) => all + one);
        var after = correction.Effect switch
        {
            CorrectionEffect.Exclude => sums[0] - part with { Excluded = -part.Expected },
            CorrectionEffect.CountAsGood => sums[0] with { Good = sums[0].Good + (part.Total - part.Good) },
        };
        var period = slo.Spec.Window.PeriodAt(measured.At);
        return new(
            occurrences.Count,
            part,
            slo.Spec.BudgetOf(sums[0], period),
            slo.Spec.BudgetOf(after, period),
            correction
                .Within(new(work.Now, work.Now + KeepCorrections.Ahead))
                .Where(one => one.Start > work.Now)
                .Cast<Interval?>()
                .FirstOrDefault()
        );
    }

    private string? TeamOf(Slo slo) => definitions.Find<Domain.Catalog.Service>(slo.Service)?.Spec.Team;
}

/// <param name="Occurrences">Within the window.</param>
/// <param name="Within">What was measured in them, where they overlap once.</param>
/// <param name="Next">The next occurrence; null where none is to come soon.</param>
internal sealed record TriedCorrection(
    int Occurrences,
    SliceSums Within,
    ErrorBudget Before,
    ErrorBudget After,
    Interval? Next
);
