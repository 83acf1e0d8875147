using NodaTime;
using Portal.Domain.Alerting;
using Portal.Domain.Time;
using Portal.Manifests;
using Portal.Ui;

namespace Portal.Alerting.Pages;

/// <summary>A line of the list of rules.</summary>
/// <param name="Condition">“above 5 % for 1 min”.</param>
/// <param name="Trouble">Why nothing can be said of it; null when all is well.</param>
public sealed record RuleRow(
    string Name,
    string Condition,
    string Severity,
    string Service,
    string State,
    string StateWord,
    string? Trouble,
    string? TroubleState,
    Instant? LastEvaluation
)
{
    /// <summary>Shown in the colour of its severity: red is only for what wakes somebody.</summary>
    public bool IsFiring => State is "firing" or "recovering";

    internal static RuleRow Of(RuleStatus rule) =>
        new(
            rule.Name,
            ConditionOf(rule.Spec),
            Words.Of(rule.Spec.Severity),
            rule.Spec.Service,
            Words.Of(rule.State),
            StateOf(rule),
            rule.IsInTrouble ? rule.LastError ?? "Its query returned nothing." : null,
            rule.IsInTrouble ? Words.Of(rule.Health) : null,
            rule.LastEvaluation
        );

    internal static string ConditionOf(AlertRule rule)
    {
        var value = RuleWords.Threshold(rule.Condition.Threshold, RuleWords.Unit(rule));
        var forWord = rule.For > Duration.Zero ? $" for {DurationText.Words(rule.For)}" : "";
        return $"{RuleWords.Of(rule.Condition.Operator)} {value}{forWord}";
    }

    private static string StateOf(RuleStatus rule) =>
        rule.State switch
        {
            RuleState.Firing => Count("Firing", rule.Firing),
            RuleState.Recovering => Count("Recovering", rule.Firing),
            RuleState.Pending => Count("Pending", rule.Pending),
            RuleState.Inactive => Portal.Ui.StateWord.Of("inactive").Word,
            RuleState.Paused => Portal.Ui.StateWord.Of("paused").Word,
        };

    private static string Count(string word, int count) => count > 1 ? $"{word} · {Numbers.Count(count)}" : word;
}
