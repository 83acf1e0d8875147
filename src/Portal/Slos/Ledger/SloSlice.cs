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

    public Instant MeasuredAt { get; init; }
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
