using Microsoft.EntityFrameworkCore;
using NodaTime;
using Portal.Data;
using Portal.Domain.Incidents;

namespace Portal.Demo;

/// <summary>Writes the month before the demo was opened, all of it or nothing: incidents, pages, deployments, postmortems.</summary>
internal sealed class DemoHistory(
    IDbContextFactory<PortalDb> databases,
    DemoShop shop,
    WritePastIncident incidents,
    WritePastPostmortem postmortems
)
{
    /// <summary>A demo that was stopped before it was written gets it at its next start.</summary>
    public async Task<bool> IsWrittenAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<Incident>().AnyAsync(one => one.DetectedAt < shop.OpenedAt, cancellationToken);
    }

    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        await using var work = await UnitOfWork.BeginAsync(databases, cancellationToken);
        await BackdateAsync(work, cancellationToken);
        foreach (var past in PastIncidents.All)
        {
            var incident = await incidents.RunAsync(work, past, cancellationToken);
            if (past.Postmortem is { } text)
            {
                await postmortems.RunAsync(work, incident, text, cancellationToken);
            }

            work.Announce(Incidents.Topics.Of(incident));
        }

        await work.CommitAsync(cancellationToken);
    }

    /// <summary>What the shop defines is as old as its history: reports read schedules and SLOs as they stood at the time.</summary>
    private Task BackdateAsync(UnitOfWork work, CancellationToken cancellationToken) =>
        work.ExecuteAsync(
            "update definition_version set at = @Since where at > @Since",
            new { Since = shop.OpenedAt - DemoShop.History - Duration.FromDays(1) },
            cancellationToken
        );
}
