using NodaTime;
using Portal.Domain.Teams;

namespace Portal.Notifications;

/// <summary>Carries messages of one type to where they are read.</summary>
internal interface IChannel
{
    ContactMethodType Type { get; }

    /// <summary>Tries once. Failing is an answer and not an exception.</summary>
    Task<DeliveryOutcome> SendAsync(OutboxMessage message, MessageContent content, CancellationToken cancellationToken);
}

/// <summary>What one try to deliver came to.</summary>
internal abstract record DeliveryOutcome
{
    private DeliveryOutcome() { }

    /// <summary>The provider took it.</summary>
    internal sealed record Accepted : DeliveryOutcome;

    /// <summary>It may work later.</summary>
    /// <param name="NotBefore">When the provider said how long to wait.</param>
    internal sealed record Postponed(string Reason, Duration? NotBefore = null) : DeliveryOutcome;

    /// <summary>It will never work this way.</summary>
    internal sealed record Refused(string Reason) : DeliveryOutcome;
}
