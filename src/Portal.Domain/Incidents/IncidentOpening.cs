using NodaTime;
using Portal.Domain.Alerting;

namespace Portal.Domain.Incidents;

/// <summary>What is known when an incident begins.</summary>
/// <param name="GroupKey">One incident at a time is open for it.</param>
/// <param name="ImpactStart">When known to be earlier than now.</param>
public sealed record IncidentOpening(
    string Title,
    Severity Severity,
    string GroupKey,
    string? Service = null,
    string? Team = null,
    string? EscalationPolicy = null,
    string? Runbook = null,
    Instant? ImpactStart = null,
    long? Follows = null,
    bool IsTest = false
);
