using Portal.Domain.Alerting;

namespace Portal.Alerting;

/// <summary>What the incidents know of a rule. Alerting only shows it; whoever keeps incidents implements it.</summary>
internal interface IRuleIncidents
{
    /// <summary>The open incident that an alert of this rule would join; null when it would open one.</summary>
    Task<LinkedIncident?> WouldJoinAsync(
        string? service,
        string rule,
        Severity severity,
        CancellationToken cancellationToken
    );

    /// <summary>The incidents that alerts of this rule opened or joined, newest first.</summary>
    Task<IReadOnlyList<LinkedIncident>> OfRuleAsync(Guid rule, int limit, CancellationToken cancellationToken);
}

/// <param name="State">triggered, acknowledged, mitigated or resolved.</param>
internal sealed record LinkedIncident(long Number, string Title, string State, NodaTime.Instant StartedAt);
