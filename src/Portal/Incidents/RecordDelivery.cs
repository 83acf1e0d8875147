using Microsoft.EntityFrameworkCore;
using NodaTime;
using Portal.Data;
using Portal.Domain.Incidents;
using Portal.Domain.Teams;
using Portal.Domain.Time;
using Portal.Manifests;
using Portal.Notifications;

namespace Portal.Incidents;

/// <summary>Writes what became of pages on the timeline; tries another way when one has failed, and the next person when all have.</summary>
internal sealed class RecordDelivery(IDefinitions definitions, Paging paging) : IDeliveryListener
{
    public async Task DeliveredAsync(
        UnitOfWork work,
        OutboxMessage message,
        Duration took,
        CancellationToken cancellationToken
    )
    {
        if (await IncidentOfAsync(work, message, cancellationToken) is { } incident)
        {
            Timeline.Add(
                work,
                incident,
                TimelineKind.Delivered,
                Timeline.Itself,
                $"{message.ContactMethod} to {message.User} delivered in {DurationText.Words(took)}",
                new
                {
                    user = message.User,
                    method = message.ContactMethod,
                    channel = message.Channel.ToString(),
                    seconds = took.TotalSeconds,
                }
            );
        }
    }

    public async Task FailedAsync(
        UnitOfWork work,
        OutboxMessage message,
        string reason,
        CancellationToken cancellationToken
    )
    {
        if (await IncidentOfAsync(work, message, cancellationToken) is not { } incident)
        {
            return;
        }

        Timeline.Add(
            work,
            incident,
            TimelineKind.NotDelivered,
            Timeline.Itself,
            $"{message.ContactMethod} to {message.User} failed: {reason}",
            new { user = message.User, method = message.ContactMethod }
        );
        if (incident.NeedsPaging && !await TryAnotherWayAsync(work, incident, message, cancellationToken))
        {
            Timeline.Add(
                work,
                incident,
                TimelineKind.Escalated,
                Timeline.Itself,
                $"{message.User} could not be reached by any way; the next step follows at once"
            );
            await work.ExecuteAsync(
                "update timer set due_at = clock_timestamp() where subject = @Id and kind = @Kind",
                new { incident.Id, Kind = Paging.StepTimer },
                cancellationToken
            );
            work.Announce(Data.Engine.Timers.Topic);
        }
    }

    private async Task<bool> TryAnotherWayAsync(
        UnitOfWork work,
        Incident incident,
        OutboxMessage failed,
        CancellationToken cancellationToken
    )
    {
        // Ways of the same page that were taken already: their keys begin alike and end in the way's name.
        var page = failed.Key[..^(failed.ContactMethod.Length)];
        var tried = await work
            .Db.Set<OutboxMessage>()
            .Where(message => message.Subject == incident.Id && message.Key.StartsWith(page))
            .Select(message => message.ContactMethod)
            .ToListAsync(cancellationToken);
        var methods = definitions.Find<Person>(failed.User)?.Spec.EffectiveMethods ?? [];
        if (methods.FirstOrDefault(method => !tried.Contains(method.Name)) is not { } next)
        {
            return false;
        }

        await paging.OweAsync(work, incident, new(failed.User, next), page + next.Name, cancellationToken);
        return true;
    }

    private static async Task<Incident?> IncidentOfAsync(
        UnitOfWork work,
        OutboxMessage message,
        CancellationToken cancellationToken
    ) =>
        message.Kind is MessageKind.Page
            ? await IncidentStore.LockAsync(work, message.Subject, cancellationToken)
            : null;
}
