using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Engine;
using Portal.Domain.Incidents;
using Timer = Portal.Data.Engine.Timer;

namespace Portal.Incidents;

/// <summary>Somebody acknowledged, and it is still open: it pages again from the first step.</summary>
internal sealed class ReturnAfterAcknowledge(IDbContextFactory<PortalDb> databases, Paging paging) : ITimerHandler
{
    public string Kind => Paging.ReturnTimer;

    public async Task FireAsync(Timer timer, CancellationToken cancellationToken)
    {
        await using var work = await UnitOfWork.BeginAsync(databases, cancellationToken);
        var incident = await IncidentStore.LockAsync(work, timer.Subject, cancellationToken);
        if (!await Timers.CompleteAsync(work, timer, cancellationToken))
        {
            return;
        }

        if (incident is { IsOpen: true, MitigatedAt: null })
        {
            Timeline.Add(
                work,
                incident,
                TimelineKind.Escalated,
                Timeline.Itself,
                $"still open although {incident.AcknowledgedBy} acknowledged: paging again from the first step"
            );
            incident.ReturnToTriggered();
            await paging.BeginAsync(work, incident, cancellationToken);
            await paging.RemindAsync(work, incident, cancellationToken);
        }

        await work.CommitAsync(cancellationToken);
    }
}
