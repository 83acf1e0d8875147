using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Engine;
using Portal.Domain.Incidents;
using Portal.Domain.Teams;
using Portal.Manifests;
using Portal.Notifications;

namespace Portal.Incidents;

/// <summary>Ends an incident: nothing more goes out, and everybody who was paged for it hears that it is over, once.</summary>
internal sealed class IncidentClosing(
    IDefinitions definitions,
    PageContents contents,
    IEnumerable<IIncidentListener> listeners
)
{
    private static readonly string[] Returns = [Paging.ReturnTimer];

    /// <returns>False when it was resolved already.</returns>
    public async Task<bool> ResolveAsync(
        UnitOfWork work,
        Incident incident,
        string by,
        CancellationToken cancellationToken
    )
    {
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
            bySource ? "resolved: every alert is over" : "resolved"
        );
        await Paging.StopAsync(work, incident, cancellationToken);
        await Timers.DropAsync(work, incident.Id, Returns, cancellationToken);
        await TellAsync(work, incident, by, cancellationToken);
        await work.Db.SaveChangesAsync(cancellationToken);
        foreach (var listener in listeners)
        {
            await listener.ResolvedAsync(work, incident, cancellationToken);
        }

        return true;
    }

    private async Task TellAsync(UnitOfWork work, Incident incident, string by, CancellationToken cancellationToken)
    {
        var paged = await work
            .Db.Set<OutboxMessage>()
            .Where(message => message.Subject == incident.Id && message.Kind == MessageKind.Page)
            .Where(message => message.Status == MessageStatus.Delivered)
            .Select(message => new { message.User, message.ContactMethod })
            .Distinct()
            .ToListAsync(cancellationToken);
        foreach (var one in paged.Where(one => one.User != by))
        {
            if (MethodsOf(one.User).FirstOrDefault(method => method.Name == one.ContactMethod) is { } method)
            {
                await OweAsync(work, incident, new(one.User, method), by, cancellationToken);
            }
        }

        // Whoever has it hears of it, also when they saw it without being paged.
        var has = incident.AcknowledgedBy;
        if (
            has is not null
            && has != by
            && paged.TrueForAll(one => one.User != has)
            && MethodsOf(has) is [var first, ..]
        )
        {
            await OweAsync(work, incident, new(has, first), by, cancellationToken);
        }
    }

    private IReadOnlyList<ContactMethod> MethodsOf(string user) =>
        definitions.Find<Person>(user)?.Spec.EffectiveMethods ?? [];

    private Task OweAsync(
        UnitOfWork work,
        Incident incident,
        Recipient recipient,
        string by,
        CancellationToken cancellationToken
    ) =>
        Outbox.OweAsync(
            work,
            recipient,
            MessageKind.Notice,
            incident.Id,
            $"resolved:{incident.Id:N}:{incident.ReopenCount}:{recipient.User}:{recipient.Method.Name}",
            contents.Notice(incident, by == Incident.BySource ? "resolved by itself" : $"resolved by {by}"),
            cancellationToken
        );
}

/// <summary>Learns of what became of incidents, in the transaction that records it.</summary>
internal interface IIncidentListener
{
    Task ResolvedAsync(UnitOfWork work, Incident incident, CancellationToken cancellationToken);
}
