using NodaTime;
using Portal.Domain.Alerting;
using Portal.Domain.Slos;

namespace Portal.Slos.Ledger;

/// <summary>How far an SLO is measured, and when it is due again. A hot row: rewritten with every slice.</summary>
internal sealed class SloSchedule
{
    public Guid SloId { get; init; }

    /// <summary>Raised when what is measured changes: what was measured before is then history of something else.</summary>
    public int Generation { get; init; }

    public Instant DueAt { get; init; }

    /// <summary>Start of the first slice that no backend has answered for.</summary>
    public Instant NextSlice { get; init; }

    /// <summary>Start of the earliest slice of the generation that was measured; null before the first.</summary>
    public Instant? MeasuredFrom { get; init; }

    public Instant? ClaimedUntil { get; init; }

    /// <summary>Raised by every claim and every change of the definition: the fencing token.</summary>
    public long Version { get; init; }

    public HealthStatus Health { get; init; }

    public string? Error { get; init; }

    /// <summary>Passes in a row without an answer.</summary>
    public int FailedPasses { get; init; }

    /// <summary>The sums that a status needs, as of the last pass: JSON of a <see cref="StoredReading"/>.</summary>
    public string? Reading { get; init; }

    public SloReading? ToReading(Slo slo) => Reading is null ? null : StoredReading.Read(Reading, slo);
}
