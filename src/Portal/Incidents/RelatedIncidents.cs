using Microsoft.EntityFrameworkCore;
using NodaTime;
using Portal.Data;
using Portal.Domain.Incidents;

namespace Portal.Incidents;

/// <summary>Finds earlier incidents that looked like one: the same rule first, then the same service. What was merged is found as what it is part of.</summary>
internal sealed class RelatedIncidents(IDbContextFactory<PortalDb> databases)
{
    private const int Most = 3;

    public async Task<IReadOnlyList<RelatedIncident>> OfAsync(Incident incident, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var alerts = db.Set<IncidentAlert>();
        var rules = alerts.Where(alert => alert.IncidentId == incident.Id).Select(alert => alert.SourceId);
        return await db.Set<Incident>()
            .AsNoTracking()
            .Where(other => other.Number < incident.Number && !other.IsTest && other.MergedInto == null)
            .Select(other => new
            {
                Incident = other,
                SameRule = alerts.Any(alert => alert.IncidentId == other.Id && rules.Contains(alert.SourceId)),
            })
            .Where(other => other.SameRule || (incident.Service != null && other.Incident.Service == incident.Service))
            .OrderByDescending(other => other.SameRule)
            .ThenByDescending(other => other.Incident.Number)
            .Take(Most)
            .Select(other => new RelatedIncident(
                other.Incident.Number,
                other.Incident.Title,
                other.Incident.DetectedAt,
                other.Incident.ResolvedAt,
                other.Incident.ResolvedBy,
                other.SameRule
            ))
            .ToListAsync(cancellationToken);
    }
}

/// <param name="SameRule">The same alert rule; otherwise only the same service.</param>
public sealed record RelatedIncident(
    long Number,
    string Title,
    Instant DetectedAt,
    Instant? ResolvedAt,
    string? ResolvedBy,
    bool SameRule
);
