using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Engine;
using Portal.Domain.OnCall;
using Timer = Portal.Data.Engine.Timer;

namespace Portal.Incidents;

/// <summary>The next step of an escalation is due.</summary>
internal sealed class AdvanceEscalation(IDbContextFactory<PortalDb> databases, Paging paging) : ITimerHandler
{
    public string Kind => Paging.StepTimer;

    public async Task FireAsync(Timer timer, CancellationToken cancellationToken)
    {
        await using var work = await UnitOfWork.BeginAsync(databases, cancellationToken);
        // The incident before the timer, as everybody else who needs both takes them.
        var incident = await IncidentStore.LockAsync(work, timer.Subject, cancellationToken);
        if (!await Timers.CompleteAsync(work, timer, cancellationToken))
        {
            return;
        }

        var payload = JsonSerializer.Deserialize<StepPayload>(timer.Payload)!;
        if (incident is { NeedsPaging: true } && incident.EscalationRun == payload.Run)
        {
            var position = new EscalationPosition(payload.Loop, payload.Step);
            await paging.FireAsync(work, incident, position, cancellationToken, payload.Early);
        }

        await work.CommitAsync(cancellationToken);
    }
}
