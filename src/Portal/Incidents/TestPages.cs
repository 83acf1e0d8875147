using Microsoft.EntityFrameworkCore;
using NodaTime;
using Portal.Access;
using Portal.Data;
using Portal.Domain.Teams;
using Portal.Domain.Time;
using Portal.Manifests;
using Portal.Notifications;

namespace Portal.Incidents;

/// <summary>Pages somebody on their own wish, to see that a page would reach them.</summary>
internal sealed class TestPages(IDbContextFactory<PortalDb> databases, IDefinitions definitions) : IDeliveryListener
{
    private const string Topic = "test-page";

    public static string TopicOf(Guid test) => $"{Topic}:{test:N}";

    /// <returns>The test, by which its outcome is found.</returns>
    /// <exception cref="InvalidInputException">There is no way to reach the actor.</exception>
    public async Task<TestPage> SendAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (definitions.Find<Person>(actor.Name)?.Spec.EffectiveMethods is not [var method, ..])
        {
            throw new InvalidInputException(
                "user",
                "A page could not reach you: add a contact method to your profile."
            );
        }

        var test = Guid.CreateVersion7();
        await using var work = await UnitOfWork.BeginAsync(databases, cancellationToken);
        var content = new MessageContent(
            "Test page",
            $"{actor.Name} asked for it. A real page would come to you this way; nothing is broken.",
            StartedAt: work.Now
        );
        var recipient = new Recipient(actor.Name, method);
        await Outbox.OweAsync(work, recipient, MessageKind.Test, test, $"test:{test:N}", content, cancellationToken);
        await work.CommitAsync(cancellationToken);
        return new(test, method.Name, null, null);
    }

    public async Task<TestPage?> FindAsync(Guid test, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var sent = await db.Set<OutboxMessage>()
            .AsNoTracking()
            .Where(message => message.Subject == test && message.Kind == MessageKind.Test)
            .Select(message => new
            {
                message.ContactMethod,
                message.CreatedAt,
                message.DeliveredAt,
                message.Status,
                message.LastError,
            })
            .FirstOrDefaultAsync(cancellationToken);
        return sent is null
            ? null
            : new(
                test,
                sent.ContactMethod,
                sent.DeliveredAt - sent.CreatedAt,
                sent.Status is MessageStatus.Failed ? sent.LastError ?? "it was refused" : null
            );
    }

    public Task DeliveredAsync(
        UnitOfWork work,
        OutboxMessage message,
        Duration took,
        CancellationToken cancellationToken
    ) => AnnounceAsync(work, message);

    public Task FailedAsync(
        UnitOfWork work,
        OutboxMessage message,
        string reason,
        CancellationToken cancellationToken
    ) => AnnounceAsync(work, message);

    private static Task AnnounceAsync(UnitOfWork work, OutboxMessage message)
    {
        if (message.Kind is MessageKind.Test)
        {
            work.Announce(TopicOf(message.Subject));
        }

        return Task.CompletedTask;
    }
}

/// <param name="Took">From asking to the provider's word; null while it is on its way, or failed.</param>
/// <param name="Failure">Why it did not arrive.</param>
public sealed record TestPage(Guid Id, string Method, Duration? Took, string? Failure)
{
    public string Words =>
        Failure is not null ? $"By {Method} it did not arrive: {Failure}"
        : Took is { } took
            ? $"{Method} delivered {(took < Duration.FromSeconds(1) ? "at once" : $"in {DurationText.Words(took)}")}"
        : $"on its way by {Method}";
}
