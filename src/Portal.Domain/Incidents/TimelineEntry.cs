using NodaTime;

namespace Portal.Domain.Incidents;

/// <summary>One thing that happened. Entries are only added; a correction is a new entry that names the one it replaces.</summary>
public sealed class TimelineEntry
{
    public Guid IncidentId { get; init; }

    /// <summary>1, 2, 3 … without gaps: the order, also where times are equal.</summary>
    public int Seq { get; init; }

    public Instant At { get; init; }

    public TimelineKind Kind { get; init; }

    /// <summary>Who did it; <c>portal</c> for what happened by itself.</summary>
    public required string Actor { get; init; }

    /// <summary>A sentence without its subject, as the page shows it after the actor.</summary>
    public required string Text { get; init; }

    /// <summary>JSON with the facts behind the sentence.</summary>
    public string Data { get; init; } = "{}";

    /// <summary>Somebody wants it found again: pinned notes stand at the top of the page. The one thing about an entry that may change.</summary>
    public bool Pinned { get; set; }

    /// <summary>The entry that this one corrects.</summary>
    public int? Replaces { get; init; }
}

public enum TimelineKind
{
    Opened,
    Alert,
    Paged,
    Delivered,
    NotDelivered,
    Escalated,
    Acknowledged,
    Mitigated,
    Resolved,
    Reopened,
    Severity,
    Role,
    Note,
    Runbook,
    Deployment,
    Stamp,
    Linked,
    Postmortem,
    Snoozed,
    Merged,
}
