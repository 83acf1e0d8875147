using Portal.Domain.Alerting;

namespace Portal.Alerting;

/// <summary>Which transitions the world outside hears of: the beginning and the end of what fires.</summary>
internal static class AlertNotices
{
    public static IEnumerable<AlertNotice> Of(
        Guid ruleId,
        string name,
        AlertRule rule,
        IEnumerable<AlertTransition> transitions
    ) =>
        transitions
            .Where(transition => Begins(transition) || Ends(transition))
            .Select(transition => new AlertNotice(
                ruleId,
                name,
                rule.Service,
                rule.Severity,
                transition.Instance.Labels,
                transition.Instance.Fingerprint,
                Begins(transition),
                Begins(transition) ? null : transition.Reason.Word(),
                RuleIdentity.Summary(name, transition),
                rule.Runbook,
                transition.Instance.Value,
                transition.Instance.StartsAt ?? transition.At,
                transition.At
            ));

    private static bool Begins(AlertTransition transition) =>
        transition is { To: AlertState.Firing, From: not AlertState.Recovering };

    private static bool Ends(AlertTransition transition) =>
        transition is { To: AlertState.Resolved, IsAnnounced: true };
}
