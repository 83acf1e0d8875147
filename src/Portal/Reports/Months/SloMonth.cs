using NodaTime;
using Portal.Domain.Slos;

namespace Portal.Reports.Months;

/// <summary>
/// An SLO as it stood when a month ended: over its own window up to then, by the objective of that time. A stored one is
/// frozen and never written again, whatever is corrected, edited or deleted afterwards.
/// </summary>
internal sealed record SloMonth
{
    public Guid SloId { get; init; }

    /// <summary>2026-10.</summary>
    public required string Month { get; init; }

    /// <summary>IANA zone of the month.</summary>
    public required string Zone { get; init; }

    /// <summary>As it was called then.</summary>
    public required string Name { get; init; }

    public required string Service { get; init; }

    /// <summary>Whose service it was; null where the service was not known then.</summary>
    public string? Team { get; init; }

    /// <summary>The promise, from 0 to 1.</summary>
    public decimal Objective { get; init; }

    /// <summary>In words: 30 d; calendar month (UTC).</summary>
    public required string Window { get; init; }

    /// <summary>Beginning of what was counted.</summary>
    public Instant From { get; init; }

    /// <summary>Its end: that of the month, of the SLO where it was deleted before, or the newest slice.</summary>
    public Instant To { get; init; }

    public SloVerdict State { get; init; }

    /// <summary>Good events, slices or summed ratios, after corrections.</summary>
    public decimal Good { get; init; }

    public decimal Total { get; init; }

    public decimal Bad { get; init; }

    /// <summary>From 0 to 1; null where nothing happened, or too little was measured.</summary>
    public decimal? Sli { get; init; }

    /// <summary>1 is the whole budget, more is overspent; null where the SLI is.</summary>
    public decimal? BudgetConsumed { get; init; }

    /// <summary>Measured over expected slices, from 0 to 1.</summary>
    public decimal Coverage { get; init; }

    /// <summary>As it was measured, before any correction; the same where there was none.</summary>
    public decimal RawGood { get; init; }

    public decimal RawTotal { get; init; }

    public decimal RawBad { get; init; }

    /// <summary>Null while it is not frozen.</summary>
    public Instant? FrozenAt { get; init; }

    public decimal? BudgetLeft => 1 - BudgetConsumed;

    public bool IsCorrected => (RawGood, RawTotal) != (Good, Total);

    /// <summary>Whether a reader would see other numbers. When they were frozen does not count.</summary>
    public bool TellsLike(SloMonth other) =>
        (Objective, State, Good, Total, Bad, Coverage)
        == (other.Objective, other.State, other.Good, other.Total, other.Bad, other.Coverage);

    public SloStanding ToStanding() =>
        new(Name, Service, Domain.Slos.Objective.Of(Objective), State, Sli, BudgetLeft, new(From, To));
}

/// <summary>A month of which every number is frozen.</summary>
internal sealed class FrozenMonth
{
    /// <summary>2026-10.</summary>
    public required string Month { get; init; }

    public Instant At { get; init; }
}
