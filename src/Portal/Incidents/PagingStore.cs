using Microsoft.EntityFrameworkCore;
using NodaTime;
using Portal.Data;
using Portal.Domain.Incidents;
using Portal.Domain.OnCall;
using Portal.Manifests;
using Portal.Notifications;
using Portal.OnCall;

namespace Portal.Incidents;

/// <summary>Who was paged for what, what became of it, and who is next.</summary>
internal sealed class PagingStore(
    IDbContextFactory<PortalDb> databases,
    IDefinitions definitions,
    OnCallDirectory directory,
    Pager pager,
    IClock clock
)
{
    private const int Most = 500;

    /// <summary>The pages of an incident, oldest first.</summary>
    public async Task<IReadOnlyList<SentPage>> PagesAsync(Guid incident, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<OutboxMessage>()
            .AsNoTracking()
            .Where(message => message.Subject == incident && message.Kind == MessageKind.Page)
            .OrderBy(message => message.CreatedAt)
            .Take(Most)
            .Select(message => new SentPage(
                message.User,
                message.ContactMethod,
                message.Status.ToString(),
                message.CreatedAt,
                message.DeliveredAt,
                message.LastError
            ))
            .ToListAsync(cancellationToken);
    }

    /// <summary>Which of these incidents paged somebody, and when last.</summary>
    public async Task<IReadOnlyDictionary<Guid, Instant>> PagedAsync(
        string user,
        IReadOnlyCollection<Guid> incidents,
        CancellationToken cancellationToken
    )
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var ids = incidents.ToArray();
        return await db.Set<OutboxMessage>()
            .AsNoTracking()
            .Where(message => ids.Contains(message.Subject) && message.Kind == MessageKind.Page && message.User == user)
            .GroupBy(message => message.Subject)
            .Select(group => new { group.Key, At = group.Max(message => message.CreatedAt) })
            .ToDictionaryAsync(group => group.Key, group => group.At, cancellationToken);
    }

    /// <summary>Whom the next step would page; null when there is no further one, or no policy.</summary>
    public async Task<UpcomingStep?> UpcomingAsync(Incident incident, CancellationToken cancellationToken)
    {
        if (
            !incident.IsOpen
            || incident.EscalationPolicy is not { } name
            || definitions.Find<EscalationPolicy>(name)?.Spec is not { } policy
        )
        {
            return null;
        }

        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var (next, dueAt) = await EscalationProgress.NextAsync(db, incident, policy, cancellationToken);
        if (next is not { } position || position.Step >= policy.Steps.Count)
        {
            return null;
        }

        var due = incident.NeedsPaging ? dueAt : null;
        var people = PeopleOf(incident, policy, position, due ?? clock.GetCurrentInstant());
        // Whoever has it is not offered to escalate to nobody, or to themselves.
        return incident.IsTaken && people.Count == 0 ? null : new(position, due, people);
    }

    /// <summary>The people of the step or, where nobody is behind it, of the one that would follow at once.</summary>
    private IReadOnlyList<string> PeopleOf(
        Incident incident,
        EscalationPolicy policy,
        EscalationPosition position,
        Instant at
    )
    {
        var has = incident.IsTaken ? incident.AcknowledgedBy : null;
        return policy
                .Steps.Skip(position.Step)
                .Select(step =>
                    step.Notify.SelectMany(target => directory.Resolve(target, at))
                        .Where(user => user != has && pager.Reaches(user))
                        .Distinct(StringComparer.Ordinal)
                        .ToList()
                )
                .FirstOrDefault(people => people.Count > 0)
            ?? [];
    }
}

/// <param name="Fate">Pending, Delivered, Failed, or Dropped when somebody acknowledged first.</param>
/// <param name="At">When it was owed.</param>
public sealed record SentPage(string User, string Method, string Fate, Instant At, Instant? DeliveredAt, string? Error);

/// <param name="DueAt">Null when it follows only if somebody asks for it.</param>
/// <param name="People">Nobody where a gap is, or no way to reach anybody.</param>
public sealed record UpcomingStep(EscalationPosition Position, Instant? DueAt, IReadOnlyList<string> People);
