using NodaTime;
using Portal.Domain.Alerting;
using Portal.Domain.Telemetry;

namespace Portal.Alerting;

/// <summary>When a rule is due, and how its last evaluation went. The hottest row of the portal: kept narrow, its columns unindexed.</summary>
internal sealed class RuleSchedule
{
    public Guid RuleId { get; init; }

    public Instant NextSlot { get; init; }

    public Instant? ClaimedUntil { get; init; }

    /// <summary>Raised by every claim: the fencing token.</summary>
    public long Version { get; init; }

    public HealthStatus Health { get; init; }

    public string? Error { get; init; }

    public QueryFailure? Failure { get; init; }

    public int FailedSlots { get; init; }

    public Instant? EvaluatedAt { get; init; }

    public Instant? ObservedAt { get; init; }

    /// <summary>Slots that passed while no replica was there to evaluate them; they are counted, never made up for.</summary>
    public long Missed { get; init; }

    public RuleHealth ToHealth() => new(Health, Error, Failure, FailedSlots, EvaluatedAt, ObservedAt);
}
