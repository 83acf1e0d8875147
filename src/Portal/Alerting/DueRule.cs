using NodaTime;
using Portal.Domain.Alerting;
using Portal.Domain.Labels;
using Portal.Domain.Telemetry;
using Portal.Manifests;

namespace Portal.Alerting;

/// <summary>A claimed rule with all that its evaluation needs.</summary>
/// <param name="Slot">When it was due; the time of everything that it decides.</param>
internal sealed record DueRule(
    RuleSchedule Row,
    Definition<AlertRule> Rule,
    LabelSet Identity,
    Instant Slot,
    IReadOnlyList<AlertInstance> Was
)
{
    public string Name => Rule.Name;

    public EvaluationResult Next(QueryOutcome<Sample> outcome) =>
        AlertEvaluation.Next(Rule.Spec, Identity, Was, outcome, Row.ToHealth(), Slot);
}

/// <summary>What a claimed rule came to.</summary>
internal sealed record EvaluatedRule(DueRule Due, EvaluationResult Result)
{
    /// <summary>Alerts that are not as they were: the only ones that are written.</summary>
    public IEnumerable<AlertInstance> Changed
    {
        get
        {
            var before = Due.Was.ToDictionary(instance => instance.Fingerprint);
            return Result.Instances.Where(instance => !instance.Equals(before.GetValueOrDefault(instance.Fingerprint)));
        }
    }
}
