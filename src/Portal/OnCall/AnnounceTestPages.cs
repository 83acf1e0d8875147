using NodaTime;
using Portal.Data;
using Portal.Notifications;

namespace Portal.OnCall;

/// <summary>Tells the page that waits for a test page what became of it.</summary>
internal sealed class AnnounceTestPages : IDeliveryListener
{
    public Task DeliveredAsync(
        UnitOfWork work,
        OutboxMessage message,
        Duration took,
        CancellationToken cancellationToken
    ) => Announce(work, message);

    public Task FailedAsync(
        UnitOfWork work,
        OutboxMessage message,
        string reason,
        CancellationToken cancellationToken
    ) => Announce(work, message);

    private static Task Announce(UnitOfWork work, OutboxMessage message)
    {
        if (message.Kind is MessageKind.Test)
        {
            work.Announce(TestPages.Topic(message.Subject));
        }

        return Task.CompletedTask;
    }
}
