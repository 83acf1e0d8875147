using Portal.Alerting;
using Portal.Data;
using Portal.Domain.Alerting;
using Portal.Domain.Incidents;
using Portal.Manifests;

namespace Portal.Incidents;

/// <summary>An incident becomes as urgent as the worst that is part of it, and pages when that has to wake somebody.</summary>
internal sealed class RaiseSeverity(PageAgain again)
{
    /// <summary>An alert that joined asks for more.</summary>
    /// <param name="group">The alert's own, which is another than the incident's when it came with a merge.</param>
    public async Task ByAlertAsync(
        UnitOfWork work,
        Incident incident,
        string group,
        AlertNotice notice,
        CancellationToken cancellationToken
    )
    {
        if (notice.Severity >= incident.Severity)
        {
            return;
        }

        var was = Words.Of(incident.Severity);
        incident.ChangeSeverity(notice.Severity);
        var text = $"raised the severity from {was} to {Words.Of(incident.Severity)}, as {notice.Rule} asks";
        Timeline.Add(work, incident, TimelineKind.Severity, Timeline.Itself, text);
        if (incident.Severity is Severity.Critical)
        {
            // Within its own group, whoever has it acknowledged what pages, and no flapping alert wakes them again.
            await again.RaisedAsync(work, incident, incident.GroupKey == group, cancellationToken);
        }
    }
}
