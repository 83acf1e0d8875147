using Portal.Data;
using Portal.Domain.Incidents;

namespace Portal.Incidents;

/// <summary>Ends an incident: nothing more goes out, and everybody who was paged for it hears that it is over, once.</summary>
internal sealed class IncidentClosing(TellInvolved tell, IEnumerable<IIncidentListener> listeners)
{
    /// <returns>False when it was resolved already.</returns>
    public async Task<bool> ResolveAsync(
        UnitOfWork work,
        Incident incident,
        string by,
        CancellationToken cancellationToken
    )
    {
        var wasSnoozed = incident.IsSnoozed;
        if (!incident.Resolve(by, work.Now))
        {
            return false;
        }

        var bySource = by == Incident.BySource;
        Timeline.Add(
            work,
            incident,
            TimelineKind.Resolved,
            bySource ? Timeline.Itself : by,
            $"{(bySource ? "resolved: every alert is over" : "resolved")}{(wasSnoozed ? "; the snooze ends with it" : "")}"
        );
        await Paging.StopAsync(work, incident, cancellationToken);
        await tell.ResolvedAsync(work, incident, by, cancellationToken);
        await work.Db.SaveChangesAsync(cancellationToken);
        foreach (var listener in listeners)
        {
            await listener.ResolvedAsync(work, incident, cancellationToken);
        }

        return true;
    }
}

/// <summary>Learns of what became of incidents, in the transaction that records it.</summary>
internal interface IIncidentListener
{
    Task ResolvedAsync(UnitOfWork work, Incident incident, CancellationToken cancellationToken);

    /// <summary>Alerts fired, and opened these incidents or joined them. The incidents are held.</summary>
    Task RaisedAsync(UnitOfWork work, IReadOnlyList<RaisedAlert> alerts, CancellationToken cancellationToken);
}

/// <param name="Source">The rule or SLO that fired.</param>
/// <param name="Rule">Its name.</param>
internal sealed record RaisedAlert(Incident Incident, Guid Source, string Rule);
