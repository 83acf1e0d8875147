using NodaTime;
using Portal.Domain.Alerting;
using Portal.Domain.Incidents;

namespace Portal.Domain.Reports;

/// <summary>An incident as a report looks at it.</summary>
/// <param name="ResolvedBySource">Its alerts went quiet by themselves.</param>
public sealed record ReportedIncident(
    long Number,
    string Title,
    Severity Severity,
    string? Service,
    string? Team,
    Instant DetectedAt,
    bool ResolvedBySource,
    int ReopenCount,
    ResponseTimes Times
)
{
    public bool IsAcknowledged => Times.ToAcknowledge is not null;

    /// <summary>It went away before anybody had to take it: in the time to resolve, not in the time to acknowledge.</summary>
    public bool ResolvedItself => Times.ToResolve is not null && ResolvedBySource && !IsAcknowledged;

    /// <summary>A reopened one counts with its last resolve and its first acknowledge, as its stamps stand.</summary>
    public static ReportedIncident Of(Incident incident) =>
        new(
            incident.Number,
            incident.Title,
            incident.Severity,
            incident.Service,
            incident.Team,
            incident.DetectedAt,
            incident.ResolvedBy == Incident.BySource,
            incident.ReopenCount,
            ResponseTimes.Of(incident)
        );
}
