using NodaTime;

namespace Portal.Domain.Slos;

/// <summary>
/// Fires while the failures of a look-back, whatever its traffic, spent so much of the budget of the whole window:
/// bad in L ≥ p · (1 − objective) · total in W. Where traffic is low a burn rate pages for one failure in a quiet hour;
/// this does not, and it finds what burns at the busiest hour sooner.
/// </summary>
public sealed record AbsoluteBudgetAlert : BudgetAlert
{
    private readonly Duration lookBack;

    /// <param name="name">Unique within the SLO.</param>
    /// <param name="budgetShare">Share p of the window's budget that the look-back may spend, above 0 and up to 1.</param>
    /// <param name="lookBack">L, in whole seconds.</param>
    /// <param name="severity">Whether it wakes somebody.</param>
    /// <exception cref="DomainException">A share or a look-back outside its range.</exception>
    public AbsoluteBudgetAlert(string name, decimal budgetShare, Duration lookBack, BudgetAlertSeverity severity)
        : base(name, AlertRanges.Share(name, budgetShare), severity) =>
        this.lookBack = AlertRanges.LookBack(name, lookBack);

    public override Duration? LookBack => lookBack;

    /// <summary>The traffic of the last window of nominal length, also in the first days of a calendar period.</summary>
    public override IReadOnlyList<Duration> LookBacks(SloWindow window) => [lookBack, window.NominalLength];

    public override BudgetAlertDecision Decide(Slo slo, IAlertSums sums)
    {
        var (recent, all) = Sums(slo, sums);
        if (!recent.IsCovered || !all.IsCovered)
        {
            return BudgetAlertDecision.Unknown;
        }

        if (!all.HasTraffic)
        {
            return BudgetAlertDecision.NoTraffic;
        }

        return
            recent.Bad > 0
            && recent.Bad >= slo.MinBadEvents
            && recent.Bad >= BudgetShare * slo.Objective.Budget * all.Total
            ? BudgetAlertDecision.Fires
            : BudgetAlertDecision.Quiet;
    }

    /// <summary>The share of the budget that the look-back spent.</summary>
    public override decimal? Measure(Slo slo, IAlertSums sums)
    {
        var (recent, all) = Sums(slo, sums);
        return all.HasTraffic ? recent.Bad / (slo.Objective.Budget * all.Total) : null;
    }

    /// <summary>The least whole number that is at least p · B · total, and one at least.</summary>
    public override decimal FailuresToFire(Objective objective, decimal totalInWindow) =>
        Math.Max(1, Math.Ceiling(BudgetShare * objective.Budget * totalInWindow));

    private (SliceSums Recent, SliceSums All) Sums(Slo slo, IAlertSums sums) =>
        (slo.Budgeting.ForBurn(sums.Last(lookBack)), slo.Budgeting.ForBurn(sums.Last(slo.Window.NominalLength)));
}
