using Microsoft.EntityFrameworkCore;
using Portal.Catalog;
using Portal.Data;
using Portal.Domain.Incidents;

namespace Portal.Incidents;

/// <summary>Tells the page of a service which incidents it has.</summary>
internal sealed class IncidentFacts(IDbContextFactory<PortalDb> databases) : IServiceFacts
{
    private const int Most = 5;

    public string Topic => Topics.Incidents;

    public async Task AddAsync(string service, ServiceFacts facts, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var open = await db.Set<Incident>()
            .AsNoTracking()
            .Where(one => one.Service == service && one.ResolvedAt == null)
            .OrderByDescending(one => one.Number)
            .Take(Most)
            .ToListAsync(cancellationToken);
        facts.Open.AddRange(
            open.OrderBy(one => one.Severity)
                .Select(one => new OpenTrouble($"#{one.Number} {one.Title}", one.Severity, $"/incidents/{one.Number}"))
        );
    }
}
