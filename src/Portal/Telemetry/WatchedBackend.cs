using System.Diagnostics;
using NodaTime;
using Portal.Domain.Telemetry;

namespace Portal.Telemetry;

/// <summary>A backend whose every outcome is remembered, whoever asked.</summary>
internal sealed class WatchedBackend(string name, IBackendClient inner, BackendPulses pulses) : IBackendClient
{
    public Task<QueryOutcome<Sample>> InstantAsync(string query, Instant at, CancellationToken cancellationToken) =>
        NotedAsync(inner.InstantAsync(query, at, cancellationToken));

    public Task<QueryOutcome<SeriesPoints>> RangeAsync(
        string query,
        Instant start,
        Instant end,
        Duration step,
        CancellationToken cancellationToken
    ) => NotedAsync(inner.RangeAsync(query, start, end, step, cancellationToken));

    public Task<QueryOutcome<string>> MetricNamesAsync(CancellationToken cancellationToken) =>
        NotedAsync(inner.MetricNamesAsync(cancellationToken));

    public Task<QueryOutcome<string>> LabelNamesAsync(string? metric, CancellationToken cancellationToken) =>
        NotedAsync(inner.LabelNamesAsync(metric, cancellationToken));

    public Task<QueryOutcome<string>> LabelValuesAsync(
        string label,
        string? metric,
        CancellationToken cancellationToken
    ) => NotedAsync(inner.LabelValuesAsync(label, metric, cancellationToken));

    public Task<QueryOutcome<Metric>> MetadataAsync(CancellationToken cancellationToken) =>
        NotedAsync(inner.MetadataAsync(cancellationToken));

    public Task<QueryOutcome<string>> TestAsync(CancellationToken cancellationToken) =>
        NotedAsync(inner.TestAsync(cancellationToken));

    public void Dispose() => inner.Dispose();

    private async Task<QueryOutcome<T>> NotedAsync<T>(Task<QueryOutcome<T>> asked)
    {
        var began = Stopwatch.GetTimestamp();
        var outcome = await asked;
        pulses.Note(name, outcome, Duration.FromTimeSpan(Stopwatch.GetElapsedTime(began)));
        return outcome;
    }
}
