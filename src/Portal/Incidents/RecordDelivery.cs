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
internal sealed class RecordDelivery(IDefinitions definitions, Pager pager) : IDeliveryListener
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
                $"{message.ContactMethod} to {message.User} delivered {(took < Duration.FromSeconds(1) ? "at once" : $"in {DurationText.Words(took)}")}",
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
        // A page that was owed before somebody took it is no longer wanted by any way; one asked for since is.
        var isWanted =
            incident.NeedsPaging
            || (incident.IsTaken && message.CreatedAt > await TakenAtAsync(work, incident, cancellationToken));
        if (
            incident.IsOpen
            && isWanted
            && !await TryAnotherWayAsync(work, incident, message, cancellationToken)
            && !await OthersAreReachedAsync(work, incident, message, cancellationToken)
        )
        {
            await HurryAsync(work, incident, message.User, cancellationToken);
        }
    }

    /// <summary>Since when whoever has it has it: by a snooze, or after an expired acknowledge, later than the stamp.</summary>
    private static async Task<Instant?> TakenAtAsync(
        UnitOfWork work,
        Incident incident,
        CancellationToken cancellationToken
    ) =>
        await work
            .Db.Set<TimelineEntry>()
            .Where(entry => entry.IncidentId == incident.Id && entry.Actor == incident.AcknowledgedBy)
            .Where(entry => entry.Kind == TimelineKind.Acknowledged || entry.Kind == TimelineKind.Snoozed)
            .MaxAsync(entry => (Instant?)entry.At, cancellationToken)
        ?? incident.AcknowledgedAt;

    /// <summary>Somebody else of the same step has the page, or is still being tried.</summary>
    private static Task<bool> OthersAreReachedAsync(
        UnitOfWork work,
        Incident incident,
        OutboxMessage failed,
        CancellationToken cancellationToken
    )
    {
        var step = failed.Key[..^(failed.User.Length + failed.ContactMethod.Length + 1)];
        return work
            .Db.Set<OutboxMessage>()
            .Where(message => message.Subject == incident.Id && message.Key.StartsWith(step))
            .AnyAsync(
                message => message.Status == MessageStatus.Delivered || message.Status == MessageStatus.Pending,
                cancellationToken
            );
    }

    private static async Task HurryAsync(
        UnitOfWork work,
        Incident incident,
        string user,
        CancellationToken cancellationToken
    )
    {
        var hurried = await work.ExecuteAsync(
            """
            update timer set due_at = clock_timestamp(), payload = payload || '{"Early":true}'
            where subject = @Id and kind = @Kind
            """,
            new { incident.Id, Kind = Paging.StepTimer },
            cancellationToken
        );
        var then = hurried > 0 ? "the next step follows at once" : "no step is left to follow";
        Timeline.Add(
            work,
            incident,
            TimelineKind.Escalated,
            Timeline.Itself,
            $"{user} could not be reached by any way; {then}"
        );
        work.Announce(Data.Engine.Timers.Topic);
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

        await pager.OweAsync(work, incident, new(failed.User, next), page + next.Name, cancellationToken);
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
