using NodaTime;

namespace Portal.Slos.Groups;

/// <summary>How far the groups of an SLO are measured. There is one for each SLO that is told apart by labels.</summary>
internal sealed class SloGroupSchedule
{
    public Guid SloId { get; init; }

    /// <summary>One of them at a time asks a backend.</summary>
    public required string Backend { get; init; }

    /// <summary>The labels, in their order, as they were when measuring began.</summary>
    public required string[] Labels { get; init; }

    public Instant DueAt { get; init; }

    /// <summary>Every hour before it is asked, back to <see cref="PastFrom"/>.</summary>
    public Instant Reached { get; init; }

    /// <summary>The earliest hour that is asked: the past is measured from the newest hour to <see cref="Target"/>.</summary>
    public Instant PastFrom { get; init; }

    /// <summary>The beginning of the past that is wanted.</summary>
    public Instant Target { get; init; }

    /// <summary>The end of the hour up to which the standings are added up; null before the first time.</summary>
    public Instant? StandingAt { get; init; }

    /// <summary>How many groups there are.</summary>
    public int Groups { get; init; }

    public Instant? ClaimedUntil { get; init; }

    /// <summary>
    /// Raised by every claim and every change of the definition: the fencing token. It begins at the microseconds of its
    /// time, above that of any row before it, whose passes may still be under way.
    /// </summary>
    public long Version { get; init; }

    public string? Error { get; init; }

    public int FailedPasses { get; init; }
}

/// <summary>One group of an SLO, with its sums over the window as of <see cref="SloGroupSchedule.StandingAt"/>.</summary>
internal sealed class SloGroup
{
    public Guid SloId { get; init; }

    public int GroupId { get; init; }

    /// <summary>JSON of its labels.</summary>
    public required string Labels { get; init; }

    public decimal WindowGood { get; init; }

    public decimal WindowTotal { get; init; }

    public int WindowHours { get; init; }

    public decimal HourGood { get; init; }

    public decimal HourTotal { get; init; }
}

/// <summary>The counts of a group in one hour; an hour without any event has no row.</summary>
internal sealed class SloGroupHour
{
    public Guid SloId { get; init; }

    public int GroupId { get; init; }

    public Instant Start { get; init; }

    /// <summary>As it was counted, before it is clamped to the total.</summary>
    public decimal Good { get; init; }

    public decimal Total { get; init; }

    /// <summary>What corrections make it count; null where none touches it.</summary>
    public decimal? CorrectedGood { get; init; }

    public decimal? CorrectedTotal { get; init; }
}

/// <summary>An hour of an SLO's groups whose corrections came, changed or went and are to be looked up.</summary>
internal sealed class SloGroupDue
{
    public Guid SloId { get; init; }

    public Instant Start { get; init; }
}
