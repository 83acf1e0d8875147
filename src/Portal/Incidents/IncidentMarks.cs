using Microsoft.EntityFrameworkCore;
using NodaTime;
using Portal.Data;
using Portal.Domain.Alerting;
using Portal.Domain.Incidents;
using Portal.Ui;

namespace Portal.Incidents;

/// <summary>Incidents as bands and deployments as marks, for the charts of their service.</summary>
internal sealed class IncidentMarks(IDbContextFactory<PortalDb> databases, IncidentStore store) : IChartMarks
{
    private const int Most = 50;

    public async Task<ChartMarks> OfAsync(string service, Interval range, CancellationToken cancellationToken)
    {
        var (from, to) = (range.Start, range.End);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var incidents = await db.Set<Incident>()
            .AsNoTracking()
            .Where(one => one.Service == service && one.Severity == Severity.Critical && !one.IsTest)
            .Where(one => one.ImpactStart < to && (one.ResolvedAt == null || one.ResolvedAt > from))
            .OrderByDescending(one => one.Number)
            .Take(Most)
            .ToListAsync(cancellationToken);
        var deployments = await store.DeploymentsAsync(service, from, to, cancellationToken);
        return new(
            [
                .. incidents.Select(one => new ChartBand(
                    one.ImpactStart.ToUnixTimeSeconds(),
                    one.ResolvedAt?.ToUnixTimeSeconds(),
                    $"#{one.Number}"
                )
                {
                    Title = one.Title,
                    Href = $"/incidents/{one.Number}",
                }),
            ],
            [.. deployments.Select(one => new ChartMark(one.At.ToUnixTimeSeconds(), $"{one.Service} {one.Version}"))]
        );
    }
}
