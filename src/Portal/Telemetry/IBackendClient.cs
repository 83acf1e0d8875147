using NodaTime;
using Portal.Domain.Telemetry;

namespace Portal.Telemetry;

/// <summary>Asks one backend. Whatever happens is an outcome; nothing is thrown but cancellation.</summary>
internal interface IBackendClient : IDisposable
{
    /// <summary>The values at one instant.</summary>
    Task<QueryOutcome<Sample>> InstantAsync(string query, Instant at, CancellationToken cancellationToken);

    /// <summary>The values from <paramref name="start"/> to <paramref name="end"/>, both included, a step apart.</summary>
    Task<QueryOutcome<SeriesPoints>> RangeAsync(
        string query,
        Instant start,
        Instant end,
        Duration step,
        CancellationToken cancellationToken
    );

    /// <summary>Names of metrics, for completion.</summary>
    Task<QueryOutcome<string>> MetricNamesAsync(CancellationToken cancellationToken);

    Task<QueryOutcome<string>> LabelNamesAsync(string? metric, CancellationToken cancellationToken);

    Task<QueryOutcome<string>> LabelValuesAsync(string label, string? metric, CancellationToken cancellationToken);

    /// <summary>Types and help of metrics, by the name of their family; empty where the backend does not keep them.</summary>
    Task<QueryOutcome<Metric>> MetadataAsync(CancellationToken cancellationToken);

    /// <summary>Which program answers and in which version, in a few words.</summary>
    Task<QueryOutcome<string>> TestAsync(CancellationToken cancellationToken);
}
