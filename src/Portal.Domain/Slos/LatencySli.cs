namespace Portal.Domain.Slos;

/// <summary>Requests answered within a time over all requests, from a histogram of durations.</summary>
public sealed record LatencySli : QueriedSli
{
    /// <param name="backend">Name of the backend that holds the histogram.</param>
    /// <param name="histogram">
    /// Its selector without the suffixes of its parts: <c>http_request_duration_seconds{job="shop"}</c>.
    /// </param>
    /// <param name="threshold">What is fast enough, in the unit of the histogram, which is seconds by convention.</param>
    /// <param name="native">
    /// True: a native histogram, within whose buckets the backend interpolates. False: a classic one, and the threshold is
    /// one of its buckets.
    /// </param>
    /// <exception cref="DomainException">The histogram is empty, or the threshold is not above 0.</exception>
    public LatencySli(string backend, string histogram, decimal threshold, bool native)
        : base(backend)
    {
        Histogram = string.IsNullOrWhiteSpace(histogram)
            ? throw new DomainException(
                "A latency SLI needs its histogram: http_request_duration_seconds{job=\"shop\"}."
            )
            : histogram.Trim();
        Threshold =
            threshold > 0
                ? threshold
                : throw new DomainException("What is fast enough is a time above 0, in the unit of the histogram.");
        Native = native;
    }

    public string Histogram { get; }

    public decimal Threshold { get; }

    public bool Native { get; }

    /// <summary>
    /// No count is no measurement. A count without its bucket is none either: a classic histogram that has requests has all
    /// its buckets, so the threshold is not one of them, and to call all requests slow would page for a typing error.
    /// </summary>
    public override SliceSums Slice(decimal? part, decimal? total) =>
        (part, total) switch
        {
            (_, null) => SliceSums.Missing,
            (_, 0) => SliceSums.Of(0, 0),
            (null, _) => SliceSums.Missing,
            ({ } fast, { } all) => SliceSums.Of(fast, all),
        };
}
