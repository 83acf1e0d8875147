using NodaTime;
using Portal.Domain.Alerting;

namespace Portal.Domain.Incidents;

/// <summary>Something broke that somebody has to look at: one for each group key while it lasts.</summary>
/// <remarks>
/// State is a timeline: five stamps are stored and the state is derived from them. What must not happen is refused with a
/// sentence that says who was first, and when.
/// </remarks>
public sealed class Incident
{
    public const int LongestTitle = 300;

    /// <summary>A trigger this soon after the last one of its group was resolved is linked to it.</summary>
    public static readonly Duration LinkedWithin = Duration.FromMinutes(30);

    private Incident() { }

    public Guid Id { get; private init; } = Guid.CreateVersion7();

    /// <summary>What people call it: #412.</summary>
    public long Number { get; private init; }

    public string Title { get; private set; } = "";

    public Severity Severity { get; private set; }

    public string? Service { get; private init; }

    public string? Team { get; private init; }

    /// <summary>The policy that pages for it, as the service named it when the incident was opened.</summary>
    public string? EscalationPolicy { get; private init; }

    public string? Runbook { get; private set; }

    public string GroupKey { get; private init; } = "";

    /// <summary>Not counted in any report.</summary>
    public bool IsTest { get; private init; }

    /// <summary>The number of the one before, of the same group, when it was resolved shortly before this began.</summary>
    public long? Follows { get; private init; }

    /// <summary>When users began to notice; the detection until somebody knows better.</summary>
    public Instant ImpactStart { get; private set; }

    /// <summary>The first alert that fired, or the person who declared it.</summary>
    public Instant DetectedAt { get; private set; }

    /// <summary>The first acknowledge; stays through a reopening.</summary>
    public Instant? AcknowledgedAt { get; private set; }

    public string? AcknowledgedBy { get; private set; }

    /// <summary>Whoever acknowledged did not come back in time, and it pages again.</summary>
    public bool AcknowledgeExpired { get; private set; }

    public Instant? MitigatedAt { get; private set; }

    public Instant? ResolvedAt { get; private set; }

    /// <summary>A person, or <see cref="BySource"/>.</summary>
    public string? ResolvedBy { get; private set; }

    public int ReopenCount { get; private set; }

    /// <summary>How often an alert of the group fired, the first included.</summary>
    public int TriggerCount { get; private set; } = 1;

    /// <summary>Raised whenever paging begins anew, so that what was set for the run before no longer counts.</summary>
    public int EscalationRun { get; private set; }

    public Instant EscalationStartedAt { get; private set; }

    /// <summary>The last number given to an entry of the timeline.</summary>
    public int LastEntry { get; private set; }

    public const string BySource = "source";

    public IncidentState State =>
        ResolvedAt is not null ? IncidentState.Resolved
        : MitigatedAt is not null ? IncidentState.Mitigated
        : IsTaken ? IncidentState.Acknowledged
        : IncidentState.Triggered;

    public bool IsOpen => ResolvedAt is null;

    /// <summary>Somebody has said that they have it.</summary>
    public bool IsTaken => AcknowledgedAt is not null && !AcknowledgeExpired;

    /// <summary>Somebody should be woken for it, and nobody has said that they have it.</summary>
    public bool NeedsPaging => IsOpen && !IsTaken && Severity is Severity.Critical;

    public static Incident Open(IncidentOpening opening, long number, Instant now) =>
        new()
        {
            Number = number,
            Title = opening.Title.Trim() is { Length: > 0 } title
                ? Shortened(title)
                : throw new DomainException("An incident needs a title: say what users notice."),
            Severity = opening.Severity,
            Service = opening.Service,
            Team = opening.Team,
            EscalationPolicy = opening.EscalationPolicy,
            Runbook = opening.Runbook,
            GroupKey = opening.GroupKey,
            IsTest = opening.IsTest,
            Follows = opening.Follows,
            ImpactStart = Instant.Min(opening.ImpactStart ?? now, now),
            DetectedAt = now,
            EscalationStartedAt = now,
        };

    /// <summary>Never between the two halves of one character: what is left could not be stored.</summary>
    private static string Shortened(string title) =>
        title.Length <= LongestTitle ? title
        : char.IsHighSurrogate(title[LongestTitle - 1]) ? title[..(LongestTitle - 1)]
        : title[..LongestTitle];

    /// <summary>Another alert of the group fired while it is open.</summary>
    public void Join() => TriggerCount++;

    /// <returns>False when somebody had it already: that is recorded, and the first one counts.</returns>
    /// <exception cref="DomainException">It is resolved; says by whom and when.</exception>
    public bool Acknowledge(string by, Instant now)
    {
        RefuseWhenResolved("acknowledged");
        if (IsTaken)
        {
            return false;
        }

        AcknowledgedAt ??= now;
        (AcknowledgedBy, AcknowledgeExpired) = (by, false);
        return true;
    }

    /// <returns>False when it was mitigated already.</returns>
    public bool Mitigate(Instant now)
    {
        RefuseWhenResolved("mitigated");
        if (MitigatedAt is not null)
        {
            return false;
        }

        MitigatedAt = now;
        return true;
    }

    /// <param name="by">A person, or <see cref="BySource"/> when the last alert went quiet.</param>
    /// <returns>False when it was resolved already.</returns>
    public bool Resolve(string by, Instant now)
    {
        if (ResolvedAt is not null)
        {
            return false;
        }

        (ResolvedAt, ResolvedBy) = (now, by);
        return true;
    }

    /// <summary>The resolve was too early: it hurts again, so it is not mitigated either; the first acknowledge stays.</summary>
    public void Reopen()
    {
        if (IsOpen)
        {
            throw new DomainException($"#{Number} is open already.");
        }

        (ResolvedAt, ResolvedBy, MitigatedAt) = (null, null, null);
        ReopenCount++;
    }

    /// <summary>Whoever acknowledged has not come back: it needs somebody again. The first acknowledge stays on the timeline.</summary>
    public void ReturnToTriggered() => AcknowledgeExpired = true;

    public void ChangeSeverity(Severity severity)
    {
        RefuseWhenResolved("given another severity");
        Severity = severity;
    }

    public void Rename(string title)
    {
        if (string.IsNullOrWhiteSpace(title) || title.Length > LongestTitle)
        {
            throw new DomainException($"A title has 1 to {LongestTitle} characters.");
        }

        Title = title.Trim();
    }

    /// <summary>Begins paging from the first step: when it opens, when its severity rises, when an acknowledge ran out.</summary>
    public void RestartEscalation(Instant now)
    {
        EscalationRun++;
        EscalationStartedAt = now;
    }

    public int NextEntry() => ++LastEntry;

    public Instant? StampOf(Stamp stamp) =>
        stamp switch
        {
            Stamp.ImpactStart => ImpactStart,
            Stamp.Detected => DetectedAt,
            Stamp.Acknowledged => AcknowledgedAt,
            Stamp.Mitigated => MitigatedAt,
            Stamp.Resolved => ResolvedAt,
        };

    /// <summary>Somebody knows better when it was. Stamps keep their order: impact, detected, then the others.</summary>
    /// <exception cref="DomainException">The new time would stand before the impact, after now, or was never set.</exception>
    public void Correct(Stamp stamp, Instant at, Instant now)
    {
        if (at > now)
        {
            throw new DomainException($"{stamp} cannot be in the future.");
        }

        if (stamp is not Stamp.ImpactStart && at < ImpactStart)
        {
            throw new DomainException($"{stamp} cannot be before the impact began: correct that first.");
        }

        if (StampOf(stamp) is null)
        {
            throw new DomainException(
                $"#{Number} was not {stamp.ToString().ToLowerInvariant()} yet: there is no time to correct."
            );
        }

        Set(stamp, at);
    }

    private void Set(Stamp stamp, Instant at)
    {
        switch (stamp)
        {
            case Stamp.ImpactStart when at > DetectedAt:
                throw new DomainException(
                    "The impact cannot begin after it was detected: correct the detection first."
                );
            case Stamp.ImpactStart:
                ImpactStart = at;
                break;
            case Stamp.Detected:
                DetectedAt = at;
                break;
            case Stamp.Acknowledged:
                AcknowledgedAt = at;
                break;
            case Stamp.Mitigated:
                MitigatedAt = at;
                break;
            case Stamp.Resolved:
                ResolvedAt = at;
                break;
        }
    }

    private void RefuseWhenResolved(string verb)
    {
        if (ResolvedAt is { } at)
        {
            var by = ResolvedBy == BySource ? "its source" : ResolvedBy;
            throw new DomainException(
                $"#{Number} cannot be {verb}: {by} resolved it at {NodaTime.Text.InstantPattern.General.Format(at)}. Reopen it first if it still hurts."
            );
        }
    }
}
