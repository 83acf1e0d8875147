using Portal.Data;
using Portal.Domain.Alerting;
using Portal.Domain.Incidents;

namespace Portal.Incidents;

/// <summary>Whoever has an incident does not look after it, or never said that they would for what it is now: somebody has to.</summary>
internal sealed class PageAgain(Paging paging, TellInvolved tell)
{
    /// <summary>Nobody has it again. What is critical and still hurts pages from the first step; of the rest, whoever had it hears.</summary>
    /// <param name="why">Without its subject, as the timeline begins the sentence.</param>
    public async Task AfterAsync(UnitOfWork work, Incident incident, string why, CancellationToken cancellationToken)
    {
        var pages = incident is { Severity: Severity.Critical, MitigatedAt: null };
        var then = pages ? "paging again from the first step" : $"{incident.AcknowledgedBy} is told, nobody is paged";
        Timeline.Add(work, incident, TimelineKind.Escalated, Timeline.Itself, $"{why}: {then}");
        incident.ReturnToTriggered();
        if (pages)
        {
            await paging.BeginAsync(work, incident, cancellationToken);
            await paging.RemindAsync(work, incident, cancellationToken);
        }
        else
        {
            await tell.HolderAsync(work, incident, cancellationToken);
        }
    }

    /// <summary>The severity has become critical. Whoever snoozed or had something smaller has not said that they get up for this.</summary>
    /// <param name="keepsHolder">The one who has it knows of it, and is no reason to page; never of somebody who snoozed it.</param>
    public async Task RaisedAsync(
        UnitOfWork work,
        Incident incident,
        bool keepsHolder,
        CancellationToken cancellationToken
    )
    {
        if (incident.IsSnoozed)
        {
            await AfterAsync(work, incident, "the snooze is over, since it is critical now", cancellationToken);
        }
        else if (incident.IsTaken && !keepsHolder)
        {
            var why = $"it is critical now, and {incident.AcknowledgedBy} acknowledged something smaller";
            await AfterAsync(work, incident, why, cancellationToken);
        }
        else if (incident.NeedsPaging)
        {
            await paging.BeginAsync(work, incident, cancellationToken);
        }
    }
}
