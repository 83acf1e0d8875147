using NodaTime;

namespace Portal.Domain.Slos;

/// <summary>
/// Fires while no more than a share of the window's budget remains: a quarter, or nothing. In a calendar period the
/// budget is that of the whole period, were its traffic to go on as it began.
/// </summary>
public sealed record BudgetRemainingAlert : BudgetAlert
{
    /// <summary>What fires ends only when so much more than its limit remains: a budget at its limit does not flap.</summary>
    public const decimal Margin = 0.02m;

    /// <param name="name">Unique within the SLO.</param>
    /// <param name="budgetShare">The share that remains, from 0 to below 1: 0.25 means a quarter.</param>
    /// <param name="severity">Whether it wakes somebody.</param>
    /// <exception cref="DomainException">A share outside its range.</exception>
    public BudgetRemainingAlert(string name, decimal budgetShare, BudgetAlertSeverity severity)
        : base(
            name,
            budgetShare is >= 0 and < 1
                ? budgetShare
                : throw new DomainException(
                    $"'{name}': the share of the budget that remains is from 0 to below 1; 0.25 means a quarter."
                ),
            severity
        ) { }

    public override Duration? LookBack => null;

    public override BudgetAlertDecision Decide(Slo slo, IAlertSums sums)
    {
        if (!sums.Window.IsCovered)
        {
            return BudgetAlertDecision.Unknown;
        }

        if (!sums.Window.HasTraffic)
        {
            return BudgetAlertDecision.NoTraffic;
        }

        var budget = slo.ExpectedBudget(sums);
        var left = budget.AllowedBad - budget.Bad;
        return budget.Bad < slo.MinBadEvents || budget.Bad == 0 ? BudgetAlertDecision.Quiet
            : left <= BudgetShare * budget.AllowedBad ? BudgetAlertDecision.Fires
            : left <= (BudgetShare + Margin) * budget.AllowedBad ? BudgetAlertDecision.Near
            : BudgetAlertDecision.Quiet;
    }

    /// <summary>The share that remains; negative where the budget is overspent.</summary>
    public override decimal? Measure(Slo slo, IAlertSums sums) =>
        sums.Window.HasTraffic ? slo.ExpectedBudget(sums).Remaining : null;

    public override decimal Worse(decimal one, decimal other) => Math.Min(one, other);

    /// <summary>The least whole number that is at least (1 − share) · B · total, and one at least.</summary>
    public override decimal FailuresToFire(Objective objective, decimal totalInWindow) =>
        Math.Max(1, Math.Ceiling((1 - BudgetShare) * objective.Budget * totalInWindow));

    /// <summary>That less remains says already that so much remains; no burn says it.</summary>
    public override bool Covers(BudgetAlert other) =>
        other is BudgetRemainingAlert && BudgetShare < other.BudgetShare && Severity <= other.Severity;
}
