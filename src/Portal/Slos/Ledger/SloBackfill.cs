using NodaTime;

namespace Portal.Slos.Ledger;

/// <summary>How far the past of an SLO is measured: a day at a time, newest first.</summary>
internal sealed class SloBackfill
{
    public Guid SloId { get; init; }

    public int Generation { get; init; }

    /// <summary>One backfill at a time asks a backend.</summary>
    public required string Backend { get; init; }

    public BackfillState State { get; init; }

    /// <summary>Where live measuring began: the end of the past that is asked for.</summary>
    public Instant Until { get; init; }

    /// <summary>Everything from here to <see cref="Until"/> has been asked.</summary>
    public Instant Reached { get; init; }

    /// <summary>The beginning of the past that is asked for.</summary>
    public Instant Target { get; init; }

    public Instant DueAt { get; init; }

    public Instant? ClaimedUntil { get; init; }

    public long Version { get; init; }

    public string? Error { get; init; }

    public int FailedPasses { get; init; }

    /// <summary>From 0 to 1.</summary>
    public decimal Progress => Until > Target ? (decimal)((Until - Reached) / (Until - Target)) : 1;
}

internal enum BackfillState
{
    Running,

    /// <summary>Reached its beginning.</summary>
    Done,

    /// <summary>The backend has nothing older.</summary>
    Exhausted,

    /// <summary>Stopped by hand; what was measured stays.</summary>
    Cancelled,
}
