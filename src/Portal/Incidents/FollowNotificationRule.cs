using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Engine;
using Timer = Portal.Data.Engine.Timer;

namespace Portal.Incidents;

/// <summary>A person's own rule says that now is the time for another way to reach them.</summary>
internal sealed class FollowNotificationRule(IDbContextFactory<PortalDb> databases, Pager pager) : ITimerHandler
{
    public string Kind => Paging.RuleTimer;

    public async Task FireAsync(Timer timer, CancellationToken cancellationToken)
    {
        await using var work = await UnitOfWork.BeginAsync(databases, cancellationToken);
        var incident = await IncidentStore.LockAsync(work, timer.Subject, cancellationToken);
        if (!await Timers.CompleteAsync(work, timer, cancellationToken))
        {
            return;
        }

        var payload = JsonSerializer.Deserialize<RulePayload>(timer.Payload)!;
        if (incident is { NeedsPaging: true } && incident.EscalationRun == payload.Run)
        {
            await pager.FollowRuleAsync(work, incident, payload, cancellationToken);
        }

        await work.CommitAsync(cancellationToken);
    }
}
