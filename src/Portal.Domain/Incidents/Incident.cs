using NodaTime;
using NodaTime.Text;
using Portal.Domain.Alerting;

namespace Portal.Domain.Incidents;

/// <summary>Something broke that somebody has to look at: one for each group key while it lasts.</summary>
/// <remarks>
/// State is a timeline: five stamps are stored and the state is derived from them. What must not happen is refused with a
/// sentence that says who was first, and when. Longer than other files by a line: its steps are read together.
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

    public Severity Severity { get; internal set; }

    public string? Service { get; private init; }

    public string? Team { get; private init; }

    /// <summary>The policy that pages for it, as the service named it when the incident was opened.</summary>
    /// <remarks>One that had none takes the policy of what is merged into it, so that merging never leaves nobody to page.</remarks>
    public string? EscalationPolicy { get; internal set; }

    public string? Runbook { get; internal set; }

    public string GroupKey { get; private init; } = "";

    /// <summary>Not counted in any report.</summary>
    public bool IsTest { get; private init; }

    /// <summary>The number of the one before, of the same group, when it was resolved shortly before this began.</summary>
    public long? Follows { get; private init; }

    /// <summary>When users began to notice; the detection until somebody knows better.</summary>
    public Instant ImpactStart { get; internal set; }

    /// <summary>The first alert that fired, or the person who declared it.</summary>
    public Instant DetectedAt { get; internal set; }

    /// <summary>The first acknowledge; stays through a reopening.</summary>
    public Instant? AcknowledgedAt { get; internal set; }

    /// <summary>Whoever has it: the first who acknowledged, or who took it over since by a snooze or at the end of one.</summary>
    public string? AcknowledgedBy { get; private set; }

    /// <summary>Whoever acknowledged did not come back in time, and it pages again.</summary>
    public bool AcknowledgeExpired { get; private set; }

    /// <summary>Nobody is paged before then, and somebody is again from then on; null while it is not snoozed.</summary>
    public Instant? SnoozedUntil { get; internal set; }

    public Instant? MitigatedAt { get; internal set; }

    /// <summary>Also the time of a merge: what is part of another incident is no longer open by itself.</summary>
    public Instant? ResolvedAt { get; internal set; }

    /// <summary>A person, or <see cref="BySource"/>.</summary>
    public string? ResolvedBy { get; internal set; }

    /// <summary>The number of the incident that it became part of, where everything about it goes on.</summary>
    public long? MergedInto { get; internal set; }

    public int ReopenCount { get; private set; }

    /// <summary>How often an alert of the group fired, the first included, and those of what was merged into it.</summary>
    public int TriggerCount { get; internal set; } = 1;

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

    /// <summary>Whoever has it can do nothing before <see cref="SnoozedUntil"/>: nobody looks after it until then.</summary>
    public bool IsSnoozed => SnoozedUntil is not null;

    public bool IsMerged => MergedInto is not null;

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

    /// <summary>Ends a snooze: whoever is awake now has it, whoever snoozed it.</summary>
    /// <returns>False when somebody looks after it already: that is recorded, and the first one counts.</returns>
    /// <exception cref="DomainException">It is resolved; says by whom and when.</exception>
    public bool Acknowledge(string by, Instant now)
    {
        RefuseWhenResolved("acknowledged");
        if (IsTaken && !IsSnoozed)
        {
            return false;
        }

        Take(by, now);
        SnoozedUntil = null;
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

        (ResolvedAt, ResolvedBy, SnoozedUntil) = (now, by, null);
        return true;
    }

    /// <summary>The resolve was too early: it hurts again, so it is not mitigated either; the first acknowledge stays.</summary>
    /// <exception cref="DomainException">It is open, or part of another, which says where it goes on.</exception>
    public void Reopen()
    {
        if (MergedInto is { } into)
        {
            throw new DomainException($"#{Number} is part of #{into}: go on there.");
        }

        if (IsOpen)
        {
            throw new DomainException($"#{Number} is open already.");
        }

        (ResolvedAt, ResolvedBy, MitigatedAt) = (null, null, null);
        ReopenCount++;
    }

    /// <summary>Whoever acknowledged has not come back: it needs somebody again. The first acknowledge stays on the timeline.</summary>
    public void ReturnToTriggered() => (AcknowledgeExpired, SnoozedUntil) = (true, null);

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

    /// <summary>The first time of an acknowledge counts; who has it may change.</summary>
    internal void Take(string by, Instant now)
    {
        AcknowledgedAt ??= now;
        (AcknowledgedBy, AcknowledgeExpired) = (by, false);
    }

    /// <param name="verb">What was asked for: <c>acknowledged</c>.</param>
    /// <exception cref="DomainException">It is resolved or merged; says by whom and when, and what can be done.</exception>
    public void RefuseWhenResolved(string verb)
    {
        if (ResolvedAt is not { } at)
        {
            return;
        }

        var (by, time) = (ResolvedBy == BySource ? "its source" : ResolvedBy, InstantPattern.General.Format(at));
        throw new DomainException(
            MergedInto is { } into
                ? $"#{Number} cannot be {verb}: {by} merged it into #{into} at {time}. Go on there."
                : $"#{Number} cannot be {verb}: {by} resolved it at {time}. Reopen it first if it still hurts."
        );
    }
}
