using NodaTime;

namespace Portal.Domain.Slos;

/// <summary>
/// Fires while the remaining budget is lower than it was a look-back ago by a share of the whole: 10 points in 6 h. What
/// leaves a rolling window in the meantime counts against what is new; a new calendar period begins with a full budget.
/// </summary>
public sealed record BudgetDropAlert : BudgetAlert
{
    private readonly Duration lookBack;

    /// <param name="name">Unique within the SLO.</param>
    /// <param name="budgetShare">By how much the remaining budget falls, above 0 and up to 1: 0.1 means 10 points.</param>
    /// <param name="lookBack">Within this time, in whole seconds.</param>
    /// <param name="severity">Whether it wakes somebody.</param>
    /// <exception cref="DomainException">A share or a look-back outside its range.</exception>
    public BudgetDropAlert(string name, decimal budgetShare, Duration lookBack, BudgetAlertSeverity severity)
        : base(name, AlertRanges.Share(name, budgetShare), severity) =>
        this.lookBack = AlertRanges.LookBack(name, lookBack);

    public override Duration? LookBack => lookBack;

    public override Duration? Before => lookBack;

    public override BudgetAlertDecision Decide(Slo slo, IAlertSums sums)
    {
        if (!sums.Window.IsCovered || !(IsNewPeriod(sums) || sums.WindowBefore(lookBack).IsCovered))
        {
            return BudgetAlertDecision.Unknown;
        }

        if (!sums.Window.HasTraffic)
        {
            return BudgetAlertDecision.NoTraffic;
        }

        var lost = Lost(sums);
        return lost > 0 && lost >= slo.MinBadEvents && lost >= BudgetShare * slo.ExpectedBudget(sums).AllowedBad
            ? BudgetAlertDecision.Fires
            : BudgetAlertDecision.Quiet;
    }

    /// <summary>The share of the budget that was lost; negative where it recovered.</summary>
    public override decimal? Measure(Slo slo, IAlertSums sums) =>
        slo.ExpectedBudget(sums).AllowedBad is > 0 and var allowed ? Lost(sums) / allowed : null;

    /// <summary>The least whole number that is at least p · B · total, and one at least.</summary>
    public override decimal FailuresToFire(Objective objective, decimal totalInWindow) =>
        Math.Max(1, Math.Ceiling(BudgetShare * objective.Budget * totalInWindow));

    private decimal Lost(IAlertSums sums) =>
        sums.Window.Bad - (IsNewPeriod(sums) ? 0 : sums.WindowBefore(lookBack).Bad);

    // The period of a rolling window begins a whole window ago, and no look-back is longer.
    private bool IsNewPeriod(IAlertSums sums) => sums.At - lookBack < sums.Period.Start;
}
