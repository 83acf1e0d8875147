using NodaTime;
using Portal.Domain.Slos;
using Portal.Domain.Telemetry;
using Portal.Telemetry;

namespace Portal.Slos;

/// <summary>Counts slices by PromQL: one range query in steps of a slice.</summary>
internal sealed class PromQlSlices(Backends backends) : ISliceSource
{
    public bool Counts(QueriedSli sli) => sli is RatioSli or LatencySli or GaugeSli or ThresholdSli;

    public Task<QueryOutcome<SeriesPoints>> CountAsync(
        QueriedSli sli,
        Duration slice,
        Interval range,
        CancellationToken cancellationToken
    ) =>
        backends.RangeAsync(
            sli.Backend,
            SliceQuery.Of(sli, slice),
            range.Start + slice,
            range.End,
            slice,
            cancellationToken
        );
}
