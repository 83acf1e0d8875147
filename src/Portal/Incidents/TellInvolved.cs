using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Domain.Incidents;
using Portal.Domain.Teams;
using Portal.Manifests;
using Portal.Notifications;

namespace Portal.Incidents;

/// <summary>Tells those who were paged for an incident, and whoever has it, what became of it: each once.</summary>
internal sealed class TellInvolved(IDefinitions definitions, PageContents contents)
{
    /// <summary>It is over.</summary>
    /// <param name="by">Who knows already.</param>
    public Task ResolvedAsync(UnitOfWork work, Incident incident, string by, CancellationToken cancellationToken)
    {
        var how = by == Incident.BySource ? "resolved by itself" : $"resolved by {by}";
        var key = $"resolved:{incident.Id:N}:{incident.ReopenCount}";
        return AllAsync(work, incident, by, key, contents.Notice(incident, how), cancellationToken);
    }

    /// <summary>It is not over: it goes on in another.</summary>
    public Task MergedAsync(
        UnitOfWork work,
        Incident incident,
        Incident target,
        string by,
        CancellationToken cancellationToken
    ) =>
        AllAsync(
            work,
            incident,
            by,
            $"merged:{incident.Id:N}",
            contents.GoesOn(incident, target, by),
            cancellationToken
        );

    /// <summary>Whoever had it, and has not come back, is reminded of what pages nobody.</summary>
    public async Task HolderAsync(UnitOfWork work, Incident incident, CancellationToken cancellationToken)
    {
        if (incident.AcknowledgedBy is { } has && MethodsOf(has) is [var first, ..])
        {
            // The entry's number makes it a notice of its own each time.
            var key = $"still-open:{incident.Id:N}:{incident.LastEntry}";
            await OweAsync(
                work,
                incident,
                new(has, first),
                key,
                contents.Notice(incident, "is still open"),
                cancellationToken
            );
        }
    }

    private async Task AllAsync(
        UnitOfWork work,
        Incident incident,
        string by,
        string key,
        MessageContent content,
        CancellationToken cancellationToken
    )
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
                await OweAsync(work, incident, new(one.User, method), key, content, cancellationToken);
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
            await OweAsync(work, incident, new(has, first), key, content, cancellationToken);
        }
    }

    private IReadOnlyList<ContactMethod> MethodsOf(string user) =>
        definitions.Find<Person>(user)?.Spec.EffectiveMethods ?? [];

    private static Task OweAsync(
        UnitOfWork work,
        Incident incident,
        Recipient recipient,
        string key,
        MessageContent content,
        CancellationToken cancellationToken
    ) =>
        Outbox.OweAsync(
            work,
            recipient,
            MessageKind.Notice,
            incident.Id,
            $"{key}:{recipient.User}:{recipient.Method.Name}",
            content,
            cancellationToken
        );
}
