using NodaTime;
using Portal.Domain.Slos;
using Portal.Domain.Telemetry;

namespace Portal.Slos;

/// <summary>Finds the source that an SLI is counted by.</summary>
internal sealed class SliceSources(IEnumerable<ISliceSource> sources)
{
    /// <inheritdoc cref="ISliceSource.CountAsync"/>
    public Task<QueryOutcome<SeriesPoints>> CountAsync(
        QueriedSli sli,
        Duration slice,
        Interval range,
        CancellationToken cancellationToken
    ) => sources.First(source => source.Counts(sli)).CountAsync(sli, slice, range, cancellationToken);
}
