using NodaTime;
using Portal.Domain.Alerting;
using Portal.Domain.Catalog;
using Portal.Domain.Labels;
using Portal.Domain.OnCall;
using Portal.Domain.Telemetry;
using Portal.Manifests;
using Portal.OnCall;

namespace Portal.Alerting;

/// <summary>Follows an alert that does not exist yet from its labels to the people it would wake.</summary>
internal sealed class RuleReaches(
    IDefinitions definitions,
    OnCallDirectory onCall,
    IEnumerable<IRuleIncidents> incidents
)
{
    public async Task<RuleReach> OfAsync(
        RuleDraft draft,
        Sample? worst,
        Instant now,
        CancellationToken cancellationToken
    )
    {
        var rule = draft.Rule;
        var name = draft.Name.Length > 0 ? draft.Name : "this-rule";
        var (labels, summary) = Example(name, rule, worst, now);
        LinkedIncident? joins = null;
        foreach (var known in incidents)
        {
            joins ??= await known.WouldJoinAsync(rule.Service, name, rule.Severity, cancellationToken);
        }

        var policy = definitions.Find<Service>(rule.Service)?.Spec.EscalationPolicy is { } named
            ? definitions.Find<EscalationPolicy>(named)
            : null;
        var pages =
            policy is null || rule.Severity != Severity.Critical
                ? []
                : onCall.Simulate(policy.Spec, now).Where(page => page.Loop == 1).ToList();
        return new(labels, worst?.Value, summary, joins, policy?.Name, policy?.Spec.Repeat ?? 0, pages, now);
    }

    /// <summary>The alert that the worst series would be, by the evaluation itself with a condition that anything meets.</summary>
    private (LabelSet Labels, string Summary) Example(string name, AlertRule rule, Sample? worst, Instant now)
    {
        var identity = RuleIdentity.Of(name, rule, definitions);
        var firing = rule with
        {
            Condition = new(Comparison.AtLeast, double.NegativeInfinity),
            For = Duration.Zero,
            Limit = AlertRule.DefaultLimit,
            Paused = false,
        };
        var samples = worst is { } sample ? [sample] : Array.Empty<Sample>();
        var evaluated = AlertEvaluation.Next(
            firing,
            identity,
            [],
            QueryOutcome.Answer(samples),
            RuleHealth.NotEvaluated,
            now
        );
        return evaluated.Transitions.LastOrDefault(step => step.To == AlertState.Firing) is { } fired
            ? (fired.Instance.Labels, RuleIdentity.Summary(name, fired))
            : (identity, rule.Annotations["summary"] is { Length: > 0 } summary ? summary : name);
    }
}
