using System.Diagnostics.Metrics;
using NodaTime;

namespace Portal.Slos.Measuring;

/// <summary>How late slices are, and what passes come to.</summary>
internal static class SliceMeter
{
    private static readonly Meter Meter = new("Portal");
    private static readonly Histogram<double> Lag = Meter.CreateHistogram<double>(
        "portal.slo.lag",
        "s",
        "From the end of a slice to the commit"
    );
    private static readonly Counter<long> Passes = Meter.CreateCounter<long>("portal.slo.passes");
    private static readonly Counter<long> Fenced = Meter.CreateCounter<long>("portal.slo.fenced");

    /// <param name="kept">The passes that were committed.</param>
    /// <param name="fenced">Claims that had passed to another replica by the time of the commit.</param>
    /// <param name="committed">Database time.</param>
    public static void Record(IReadOnlyList<MeasuredPass> kept, int fenced, Instant committed)
    {
        foreach (var pass in kept)
        {
            Lag.Record(Math.Max(0, (committed - pass.Due.End).TotalSeconds));
            Passes.Add(1, new KeyValuePair<string, object?>("portal.slo.health", pass.Health.ToString()));
        }

        Fenced.Add(fenced);
    }
}
