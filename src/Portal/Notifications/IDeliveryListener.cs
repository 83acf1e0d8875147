using NodaTime;
using Portal.Data;

namespace Portal.Notifications;

/// <summary>Learns what became of messages, in the transaction that records it.</summary>
internal interface IDeliveryListener
{
    /// <param name="took">From owing it to the provider's word.</param>
    Task DeliveredAsync(UnitOfWork work, OutboxMessage message, Duration took, CancellationToken cancellationToken);

    /// <summary>It has failed for good by this way: now is the time for another.</summary>
    Task FailedAsync(UnitOfWork work, OutboxMessage message, string reason, CancellationToken cancellationToken);
}
