using NodaTime;
using Portal.Domain.Teams;

namespace Portal.Notifications;

/// <summary>A message that is owed. Written in the transaction that owes it, delivered at least once, normally once.</summary>
internal sealed class OutboxMessage
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Unique: owing the same message twice writes it once. Sent along, so that the receiver can tell a second copy.</summary>
    public required string Key { get; init; }

    public MessageKind Kind { get; init; }

    /// <summary>What it is about; all messages of a subject that still wait can be dropped together.</summary>
    public Guid Subject { get; init; }

    /// <summary>Whom it is for.</summary>
    public required string User { get; init; }

    public required string ContactMethod { get; init; }

    public ContactMethodType Channel { get; init; }

    /// <summary>Encrypted in the row where it is a secret, as that of a webhook is; opened for the channel that sends it.</summary>
    public required string Address { get; set; }

    /// <summary>A <see cref="MessageContent"/> as JSON.</summary>
    public required string Content { get; init; }

    public MessageStatus Status { get; init; }

    public int Attempts { get; init; }

    public Instant CreatedAt { get; init; }

    public Instant NextAttemptAt { get; init; }

    public Instant? ClaimedUntil { get; init; }

    /// <summary>Raised by every claim: the fencing token.</summary>
    public long Version { get; init; }

    public Instant? DeliveredAt { get; init; }

    public string? LastError { get; init; }

    /// <summary>The trace in which it was decided, for the span of its delivery to link to.</summary>
    public string? TraceParent { get; init; }
}

internal enum MessageKind
{
    /// <summary>To wake somebody.</summary>
    Page,

    /// <summary>To tell somebody who has it what became of it.</summary>
    Notice,

    /// <summary>To see whether it would arrive.</summary>
    Test,
}

internal enum MessageStatus
{
    Pending,
    Delivered,

    /// <summary>It will not be tried again; what follows from that was written with it.</summary>
    Failed,

    /// <summary>No longer wanted: somebody acknowledged first.</summary>
    Dropped,
}

/// <summary>What a message says, whatever carries it.</summary>
/// <param name="AcknowledgeUrl">Signed, for this person and incident; opening it changes nothing.</param>
internal sealed record MessageContent(
    string Title,
    string Text,
    string? Severity = null,
    string? Service = null,
    string? Team = null,
    long? Incident = null,
    string? State = null,
    Instant? StartedAt = null,
    string? IncidentUrl = null,
    string? AcknowledgeUrl = null,
    string? Runbook = null,
    IReadOnlyDictionary<string, string>? Labels = null
)
{
    /// <summary>Tables below the text, of a mail that reports; null for all others.</summary>
    public IReadOnlyList<MessageSection>? Sections { get; init; }
}

/// <param name="Head">What the cells behind the first are; empty where there are none.</param>
internal sealed record MessageSection(string Title, IReadOnlyList<string> Head, IReadOnlyList<MessageRow> Rows);

/// <param name="Cells">The first is what the row is about; the others stand below the head. Empty where there is nothing to say.</param>
/// <param name="Url">Of what it is about.</param>
internal sealed record MessageRow(IReadOnlyList<string> Cells, string? Url = null);
