using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Engine;
using Timer = Portal.Data.Engine.Timer;

namespace Portal.Incidents;

/// <summary>Somebody acknowledged, and it is still open: it pages again from the first step. Not during a snooze, which has a time of its own.</summary>
internal sealed class ReturnAfterAcknowledge(IDbContextFactory<PortalDb> databases, PageAgain again) : ITimerHandler
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

        if (incident is { IsOpen: true, IsTaken: true, IsSnoozed: false, MitigatedAt: null })
        {
            var why = $"still open although {incident.AcknowledgedBy} acknowledged";
            await again.AfterAsync(work, incident, why, cancellationToken);
        }

        await work.CommitAsync(cancellationToken);
    }
}
