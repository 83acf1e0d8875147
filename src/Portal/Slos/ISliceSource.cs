using NodaTime;
using Portal.Domain.Slos;
using Portal.Domain.Telemetry;

namespace Portal.Slos;

/// <summary>
/// Counts the events of an SLI slice by slice. Metrics are one way; logs, spans and probes are others, each a source of its
/// own. The ledger, the backfill and the preview know of nothing but the counts.
/// </summary>
internal interface ISliceSource
{
    /// <summary>Whether it is the one that this SLI is counted by.</summary>
    bool Counts(QueriedSli sli);

    /// <summary>
    /// The counts of every slice of a range, each standing at its slice's end: one series of good or bad events
    /// (<see cref="SliceQuery.PartLabel"/> = part) and one of all (= total). What is missing was not measured; a failure is
    /// told and never an empty answer.
    /// </summary>
    /// <param name="slice">Length of a slice; the range begins and ends on slice boundaries.</param>
    Task<QueryOutcome<SeriesPoints>> CountAsync(
        QueriedSli sli,
        Duration slice,
        Interval range,
        CancellationToken cancellationToken
    );
}
