namespace Portal.Alerting;

/// <summary>Which rules to list; what is null is not asked for.</summary>
/// <param name="Text">Part of the name or the query, in any case.</param>
/// <param name="InTrouble">Only those that cannot be evaluated, or have no data.</param>
internal sealed record RuleFilter(
    string? Service = null,
    string? Team = null,
    RuleState? State = null,
    string? Text = null,
    bool InTrouble = false
)
{
    public bool Takes(RuleStatus rule) =>
        (Service is null || rule.Spec.Service == Service)
        && (Team is null || rule.Team == Team)
        && (State is null || rule.State == State)
        && (!InTrouble || rule.IsInTrouble)
        && (Text is null || Has(rule.Name) || Has(rule.Spec.Query));

    private bool Has(string text) => text.Contains(Text!, StringComparison.OrdinalIgnoreCase);
}
