using Microsoft.EntityFrameworkCore;
using Portal.Alerting;
using Portal.Data;
using Portal.Domain.Alerting;
using Portal.Domain.Incidents;
using Portal.Manifests;

namespace Portal.Incidents;

/// <summary>What the incidents know of a rule.</summary>
internal sealed class RuleIncidents(IDbContextFactory<PortalDb> databases) : IRuleIncidents
{
    public async Task<LinkedIncident?> WouldJoinAsync(
        string? service,
        string rule,
        Severity severity,
        CancellationToken cancellationToken
    )
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var group = GroupKey.Of(service, rule, severity);
        var open = await db.Set<Incident>()
            .AsNoTracking()
            .SingleOrDefaultAsync(one => one.GroupKey == group && one.ResolvedAt == null, cancellationToken);
        if (open is null)
        {
            var ends = await MergedIncidents.EndsOfGroupAsync(db, group, cancellationToken);
            open = ends.FirstOrDefault(end => end.IsOpen);
        }

        return open is null ? null : Linked(open);
    }

    public async Task<IReadOnlyList<LinkedIncident>> OfRuleAsync(
        Guid rule,
        int limit,
        CancellationToken cancellationToken
    )
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var numbers = db.Set<IncidentAlert>().Where(alert => alert.SourceId == rule).Select(alert => alert.IncidentId);
        var found = await db.Set<Incident>()
            .AsNoTracking()
            .Where(one => numbers.Contains(one.Id))
            .OrderByDescending(one => one.Number)
            .Take(limit)
            .ToListAsync(cancellationToken);
        return [.. found.Select(Linked)];
    }

    private static LinkedIncident Linked(Incident incident) =>
        new(incident.Number, incident.Title, Words.Of(incident.State), incident.DetectedAt);
}
