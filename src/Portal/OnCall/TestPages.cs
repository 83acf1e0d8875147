using Microsoft.EntityFrameworkCore;
using NodaTime;
using Portal.Access;
using Portal.Data;
using Portal.Domain.Teams;
using Portal.Manifests;
using Portal.Notifications;
using Portal.Teams;

namespace Portal.OnCall;

/// <summary>Sends somebody a page that is none, by every way they can be reached, and says what became of each.</summary>
internal sealed class TestPages(IDbContextFactory<PortalDb> databases, IDefinitions definitions)
{
    /// <summary>Whoever sets an address decides where these go: a few a minute are enough to try it.</summary>
    private const int MostInAMinute = 10;

    public static string Topic(Guid batch) => $"test-page:{batch:N}";

    /// <param name="actor">Whom it goes to: people test their own ways only.</param>
    /// <returns>Names the batch for <see cref="ListAsync"/>.</returns>
    public async Task<Guid> SendAsync(Actor actor, CancellationToken cancellationToken)
    {
        var person =
            definitions.Find<Person>(actor.Name) ?? throw new NotFoundException(PersonManifest.Kind, actor.Name);
        var methods = person.Spec.EffectiveMethods;
        if (methods.Count == 0)
        {
            throw new InvalidInputException(
                "contactMethods",
                "There is no way to reach you yet: add a contact method."
            );
        }

        var batch = Guid.CreateVersion7();
        await using var work = await UnitOfWork.BeginAsync(databases, cancellationToken);
        await RefuseFloodAsync(work, actor, cancellationToken);
        foreach (var method in methods)
        {
            await Outbox.OweAsync(
                work,
                new Recipient(actor.Name, method),
                MessageKind.Test,
                batch,
                $"test:{batch:N}:{method.Name}",
                Content(person.Spec, method),
                cancellationToken
            );
        }

        await work.CommitAsync(cancellationToken);
        return batch;
    }

    /// <summary>In the order of the contact methods' names.</summary>
    public async Task<IReadOnlyList<TestPage>> ListAsync(Guid batch, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<OutboxMessage>()
            .AsNoTracking()
            .Where(message => message.Subject == batch && message.Kind == MessageKind.Test)
            .OrderBy(message => message.ContactMethod)
            .Select(message => new TestPage(
                message.ContactMethod,
                message.Address,
                message.Status,
                message.CreatedAt,
                message.DeliveredAt,
                message.LastError
            ))
            .Take(50)
            .ToListAsync(cancellationToken);
    }

    private static MessageContent Content(Person person, ContactMethod method) =>
        new(
            "Test page",
            $"{person.DisplayName} asked for this test of {method.Name}. A real page would come the same way. Nothing is wrong."
        );

    private static async Task RefuseFloodAsync(UnitOfWork work, Actor actor, CancellationToken cancellationToken)
    {
        var sent = await work.FirstOrDefaultAsync<int>(
            """
            select count(*)::int from outbox_message
            where "user" = @Name and kind = 'Test' and created_at > clock_timestamp() - interval '1 minute'
            """,
            new { actor.Name },
            cancellationToken
        );
        if (sent >= MostInAMinute)
        {
            throw new ConflictException("Enough test pages for this minute. Try again in a moment.");
        }
    }
}

/// <param name="Error">Why the last try failed.</param>
internal sealed record TestPage(
    string ContactMethod,
    string Address,
    MessageStatus Status,
    Instant CreatedAt,
    Instant? DeliveredAt,
    string? Error
);
