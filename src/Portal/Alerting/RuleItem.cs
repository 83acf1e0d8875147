using System.Text.Json.Serialization;
using NodaTime;
using Portal.Domain.Alerting;

namespace Portal.Alerting;

/// <summary>A rule as the API tells it.</summary>
/// <param name="LastError">What keeps it from being judged; null while nothing does.</param>
/// <param name="Missed">Evaluations that no replica was there for.</param>
/// <param name="Instances">Its open alerts, at most 100.</param>
internal sealed record RuleItem(
    Guid Id,
    string Name,
    string Service,
    string? Team,
    string Backend,
    Severity Severity,
    RuleState State,
    HealthStatus Health,
    Instant? LastEvaluation,
    string? LastError,
    Instant? NextEvaluation,
    long Missed,
    int Firing,
    int Pending,
    bool Paused,
    int Version,
    Instant UpdatedAt,
    string UpdatedBy,
    IReadOnlyList<RuleInstance> Instances
)
{
    public static RuleItem Of(RuleStatus rule, IReadOnlyList<AlertInstance> open) =>
        new(
            rule.Rule.Id,
            rule.Name,
            rule.Spec.Service,
            rule.Team,
            rule.Spec.Backend,
            rule.Spec.Severity,
            rule.State,
            rule.Health,
            rule.LastEvaluation,
            rule.LastError,
            rule.Row?.NextSlot,
            rule.Row?.Missed ?? 0,
            rule.Firing,
            rule.Pending,
            rule.Spec.Paused,
            rule.Rule.Version,
            rule.Rule.UpdatedAt,
            rule.Rule.UpdatedBy,
            [.. open.Select(RuleInstance.Of)]
        );
}

internal sealed record RulePage(IReadOnlyList<RuleItem> Items, string? Next);

internal sealed record RuleInstances(
    RuleState State,
    HealthStatus Health,
    Instant? LastEvaluation,
    string? LastError,
    IReadOnlyList<RuleInstance> Instances,
    string? Next
);

/// <param name="Value">NaN and infinity are texts: JSON has no numbers for them.</param>
/// <param name="ActiveAt">Since when the condition holds.</param>
/// <param name="FiredAt">When this episode first fired; null while pending.</param>
/// <param name="Reason">Why it resolved.</param>
internal sealed record RuleInstance(
    IReadOnlyDictionary<string, string> Labels,
    string Fingerprint,
    AlertState State,
    [property: JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)] double? Value,
    Instant ActiveAt,
    Instant? FiredAt,
    Instant? ResolvedAt,
    string? Reason
)
{
    public static RuleInstance Of(AlertInstance alert) =>
        new(
            alert.Labels.ToDictionary(),
            alert.Fingerprint.ToString(),
            alert.State,
            alert.Value,
            alert.ActiveAt,
            alert.StartsAt,
            alert.ResolvedAt,
            alert.ResolvedReason?.Word()
        );
}
