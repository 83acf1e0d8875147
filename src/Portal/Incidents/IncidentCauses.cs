using Microsoft.EntityFrameworkCore;
using NodaTime;
using Portal.Data;
using Portal.Domain.Incidents;
using Portal.Domain.Slos;
using Portal.Slos;
using Portal.Ui;

namespace Portal.Incidents;

/// <summary>Incidents as what cost the budgets of their service, with what was deployed shortly before they began.</summary>
internal sealed class IncidentCauses(IDbContextFactory<PortalDb> databases, IncidentStore store) : IBudgetCauses
{
    private const int Most = 300;

    /// <summary>What was deployed longer before is not suspected.</summary>
    private static readonly Duration Suspicious = Duration.FromMinutes(30);

    /// <summary>What fails so long after a deployment is told beside it.</summary>
    private static readonly Duration Aftermath = Duration.FromHours(1);

    public async Task<IReadOnlyList<NamedCause>> OfAsync(
        string service,
        Interval range,
        CancellationToken cancellationToken
    )
    {
        var (from, to) = (range.Start, range.End);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var incidents = await db.Set<Incident>()
            .AsNoTracking()
            .Where(one => one.Service == service && !one.IsTest && one.MergedInto == null)
            .Where(one => one.ImpactStart < to && (one.ResolvedAt == null || one.ResolvedAt > from))
            .OrderByDescending(one => one.Number)
            .Take(Most)
            .ToListAsync(cancellationToken);
        var deployments = await store.DeploymentsAsync(service, from - Aftermath, to, cancellationToken);
        return
        [
            .. incidents.Select(one => new NamedCause(
                $"#{one.Number}",
                one.Title,
                one.ImpactStart,
                one.ResolvedAt,
                $"/incidents/{one.Number}",
                deployments
                    .Where(deployment => deployment.At <= one.ImpactStart)
                    .FirstOrDefault(deployment => one.ImpactStart - deployment.At <= Suspicious)
                    is { } suspect
                    ? $"{Numbers.Duration(Minutes(one.ImpactStart - suspect.At))} after {suspect.Version}"
                    : null
            )),
            .. deployments
                .Where(deployment => deployment.At + Aftermath > from)
                .DistinctBy(deployment => (deployment.Version, deployment.At))
                .Select(deployment => new NamedCause(
                    $"{deployment.Version} {deployment.At.ToUnixTimeSeconds()}",
                    $"After {deployment.Version}",
                    deployment.At,
                    deployment.At + Aftermath,
                    null,
                    "what no incident explains",
                    BudgetCauseKind.Deployment
                )),
        ];
    }

    private static Duration Minutes(Duration duration) => Duration.FromMinutes((long)duration.TotalMinutes);
}
