using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Engine;
using Portal.Domain.Incidents;
using Timer = Portal.Data.Engine.Timer;

namespace Portal.Incidents;

/// <summary>The time of a snooze has come, and nothing ended it before: it pages again from the first step.</summary>
internal sealed class EndSnooze(IDbContextFactory<PortalDb> databases, PageAgain again) : ITimerHandler
{
    public string Kind => Paging.SnoozeTimer;

    public async Task FireAsync(Timer timer, CancellationToken cancellationToken)
    {
        await using var work = await UnitOfWork.BeginAsync(databases, cancellationToken);
        var incident = await IncidentStore.LockAsync(work, timer.Subject, cancellationToken);
        if (!await Timers.CompleteAsync(work, timer, cancellationToken))
        {
            return;
        }

        if (incident is not null && incident.SnoozeIsOver(work.Now))
        {
            await again.AfterAsync(work, incident, "the snooze is over and it is still open", cancellationToken);
        }

        await work.CommitAsync(cancellationToken);
    }
}
