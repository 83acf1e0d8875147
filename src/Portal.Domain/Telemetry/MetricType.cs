namespace Portal.Domain.Telemetry;

/// <summary>What the values of a metric are.</summary>
public enum MetricType
{
    /// <summary>Neither its backend nor its name tells.</summary>
    Unknown,

    /// <summary>Only rises, and starts again at 0 with its program.</summary>
    Counter,

    /// <summary>Rises and falls.</summary>
    Gauge,

    /// <summary>Counts observations by size, in buckets or natively.</summary>
    Histogram,

    /// <summary>Quantiles that the program worked out itself.</summary>
    Summary,
}

/// <summary>A metric as people choose it: a histogram by the name that its parts share.</summary>
/// <param name="Help">What the program says of it; empty where it says nothing.</param>
public sealed record Metric(string Name, MetricType Type, string Help = "")
{
    /// <summary>Whether a histogram has buckets of its own series; a native one has not.</summary>
    public bool HasBuckets { get; init; }
}
