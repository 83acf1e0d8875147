namespace Portal.Domain.Alerting;

/// <summary>What one evaluation of a rule decided. Saved as a whole, in one transaction with what it makes others do.</summary>
/// <param name="Instances">Every alert that is open now or was resolved by this evaluation. Those resolved earlier are not repeated.</param>
/// <param name="Transitions">The steps taken, in order.</param>
/// <param name="Health">The rule's health from now on.</param>
public sealed record EvaluationResult(
    IReadOnlyList<AlertInstance> Instances,
    IReadOnlyList<AlertTransition> Transitions,
    RuleHealth Health
);
