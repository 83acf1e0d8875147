using NodaTime;
using Portal.Domain.Slos;

namespace Portal.Slos.Ledger;

/// <summary>The counts of one slice. A slice that no backend answered for has no row: a gap is not a zero.</summary>
internal sealed class SloSlice
{
    public Guid SloId { get; init; }

    public int Generation { get; init; }

    public Instant Start { get; init; }

    /// <summary>As it was counted, before it is clamped to the total.</summary>
    public decimal Good { get; init; }

    public decimal Total { get; init; }

    /// <summary>What the slice counts for the budget; null where that is its events themselves.</summary>
    public decimal? UnitGood { get; init; }

    public decimal? UnitTotal { get; init; }

    /// <summary>What a correction makes it count for the budget; null where none touches it.</summary>
    public decimal? CorrectedGood { get; init; }

    public decimal? CorrectedTotal { get; init; }

    /// <summary>A correction takes it out: it is neither measured nor expected.</summary>
    public bool IsExcluded { get; init; }

    public Instant MeasuredAt { get; init; }
}

/// <summary>One occurrence of a correction. Kept ahead of time, so that what is measured in it is corrected at once.</summary>
internal sealed class SloCorrectionSpan
{
    public Guid CorrectionId { get; init; }

    public Guid SloId { get; init; }

    public Instant Starts { get; init; }

    public Instant Ends { get; init; }

    public CorrectionEffect Effect { get; init; }
}

/// <summary>The slices of an hour or a day of UTC added up, in the unit of the budget.</summary>
internal sealed class SloRollup
{
    public Guid SloId { get; init; }

    public int Generation { get; init; }

    public LedgerBucket Size { get; init; }

    public Instant Start { get; init; }

    public decimal Good { get; init; }

    public decimal Total { get; init; }

    public int Measured { get; init; }
}
