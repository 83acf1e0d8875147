namespace Portal.Domain.Slos;

/// <summary>
/// What a team has agreed to do as an error budget is spent: from so much consumed on, tell the leads, ask before each
/// deploy, or deploy nothing (SRE workbook, appendix B).
/// </summary>
public sealed record ErrorBudgetPolicy
{
    /// <param name="services">Names of the services whose SLOs it watches, each by itself.</param>
    /// <param name="rules">At least one, no two from the same share on.</param>
    /// <exception cref="DomainException">No service or rule is named, or two rules begin at the same share.</exception>
    public ErrorBudgetPolicy(IReadOnlyList<string> services, IReadOnlyList<PolicyRule> rules)
    {
        Services = services is { Count: > 0 }
            ? services
            : throw new DomainException("An error budget policy names the services that it is for.");
        if (rules.Count == 0)
        {
            throw new DomainException("An error budget policy has a rule: { consumed: 1.0, action: freeze }.");
        }

        if (rules.GroupBy(rule => rule.Consumed).FirstOrDefault(same => same.Skip(1).Any()) is { } twice)
        {
            throw new DomainException($"Two rules begin at {twice.Key}: keep the stricter one.");
        }

        Rules = [.. rules.OrderBy(rule => rule.Consumed)];
    }

    public IReadOnlyList<string> Services { get; }

    /// <summary>The gentlest first.</summary>
    public IReadOnlyList<PolicyRule> Rules { get; }
}

/// <summary>One rule of an error budget policy.</summary>
public sealed record PolicyRule
{
    private const decimal Most = 100;

    /// <param name="consumed">The share of the budget from which on it holds: 0.9 is 90 %, above 0.</param>
    /// <param name="action">What it asks for.</param>
    /// <param name="liftBelow">
    /// The share below which it ends by itself; <paramref name="consumed"/> where null. Lower keeps a budget that hovers
    /// around the threshold from opening and closing the gate all day.
    /// </param>
    /// <exception cref="DomainException">A share that is not above 0, or a lift above the threshold.</exception>
    public PolicyRule(decimal consumed, PolicyAction action, decimal? liftBelow = null)
    {
        Consumed = consumed is > 0 and <= Most
            ? consumed
            : throw new DomainException("consumed is a share of the budget above 0: 0.9 means 90 %.");
        Action = action;
        LiftBelow =
            (liftBelow ?? consumed) is var lift && lift > 0 && lift <= consumed
                ? lift
                : throw new DomainException(
                    "liftBelow is above 0 and at most consumed: a rule cannot end before it begins."
                );
    }

    public decimal Consumed { get; }

    public PolicyAction Action { get; }

    public decimal LiftBelow { get; }

    /// <summary>
    /// Whether it holds after a look at the budget. What is not known changes nothing: a freeze does not end because the
    /// backend is away, and none begins.
    /// </summary>
    /// <param name="holds">Whether it held before.</param>
    /// <param name="status">The SLO as it stands.</param>
    public bool HoldsNext(bool holds, SloStatus status) =>
        status.State is SloState.NoData or SloState.NoTraffic ? holds
        : holds ? status.Budget.Consumed >= LiftBelow
        : status.Budget.Consumed >= Consumed;
}

/// <summary>What a rule of an error budget policy asks for.</summary>
public enum PolicyAction
{
    /// <summary>The leads of the team are told; deploys go on.</summary>
    Notify,

    /// <summary>The gate denies until a lead has approved by an override.</summary>
    RequireApproval,

    /// <summary>The gate denies. A lead can override it, with a reason, for what mends the service.</summary>
    Freeze,
}
