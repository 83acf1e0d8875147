using NodaTime;
using Portal.Domain.Alerting;
using Portal.Manifests;

namespace Portal.Alerting;

/// <summary>A rule and how it does: the worst state of its alerts, and whether it can be evaluated at all.</summary>
/// <param name="Team">The team of its service; null when the service is gone.</param>
/// <param name="Row">Its last evaluation; null when it was saved a moment ago.</param>
/// <param name="Open">How many of its alerts are in which state.</param>
internal sealed record RuleStatus(
    Definition<AlertRule> Rule,
    string? Team,
    RuleSchedule? Row,
    IReadOnlyDictionary<AlertState, int> Open
)
{
    public string Name => Rule.Name;

    public AlertRule Spec => Rule.Spec;

    public int Firing => Count(AlertState.Firing) + Count(AlertState.Recovering);

    public int Pending => Count(AlertState.Pending);

    public Instant? LastEvaluation => Row?.EvaluatedAt;

    public HealthStatus Health => Row?.Health ?? HealthStatus.Ok;

    /// <summary>What keeps it from being judged, in the backend's words; a paused rule has no trouble.</summary>
    public string? LastError => Spec.Paused ? null : Row?.Error;

    public RuleState State =>
        Spec.Paused ? RuleState.Paused
        : Count(AlertState.Firing) > 0 ? RuleState.Firing
        : Count(AlertState.Recovering) > 0 ? RuleState.Recovering
        : Count(AlertState.Pending) > 0 ? RuleState.Pending
        : RuleState.Inactive;

    /// <summary>Whether somebody should look at the rule itself: nothing is watched while it cannot be evaluated.</summary>
    public bool IsInTrouble => !Spec.Paused && Health != HealthStatus.Ok;

    private int Count(AlertState state) => Open.GetValueOrDefault(state);
}

/// <summary>The worst state of a rule's alerts.</summary>
internal enum RuleState
{
    Firing,

    /// <summary>Firing to the outside; the value has come back, but not for long or far enough.</summary>
    Recovering,
    Pending,
    Inactive,
    Paused,
}
