using System.Collections.Concurrent;
using Portal.Domain.Teams;
using Portal.Notifications;

namespace Portal.Tests.Incidents;

/// <summary>Delivers at once and remembers; an address that says dead refuses everything.</summary>
internal sealed class RememberingChannel(ContactMethodType type, SentMessages sent) : IChannel
{
    public ContactMethodType Type => type;

    public Task<DeliveryOutcome> SendAsync(
        OutboxMessage message,
        MessageContent content,
        CancellationToken cancellationToken
    )
    {
        if (message.Address.Contains("dead", StringComparison.Ordinal))
        {
            return Task.FromResult<DeliveryOutcome>(new DeliveryOutcome.Refused("nobody lives there"));
        }

        sent.Add(message, content);
        return Task.FromResult<DeliveryOutcome>(new DeliveryOutcome.Accepted());
    }
}

internal sealed class SentMessages
{
    private readonly ConcurrentQueue<(OutboxMessage Message, MessageContent Content)> all = new();

    public void Add(OutboxMessage message, MessageContent content) => all.Enqueue((message, content));

    public IEnumerable<(OutboxMessage Message, MessageContent Content)> About(Guid subject) =>
        all.Where(one => one.Message.Subject == subject);
}
