using NodaTime;

namespace Portal.Telemetry.Prometheus;

/// <summary>How a backend is reached, and how much of it the portal takes at a time.</summary>
/// <param name="Name">The name that people gave it; it appears in messages and metrics.</param>
/// <param name="Type">What it speaks: <c>prometheus</c>.</param>
/// <param name="Address">Its root, with a path where it lies behind one: <c>https://metrics.example/prometheus</c>.</param>
internal sealed record BackendConnection(string Name, string Type, Uri Address)
{
    public BackendCredentials Credentials { get; init; } = new BackendCredentials.None();

    /// <summary>From sending a query to the last byte of its answer.</summary>
    public Duration Timeout { get; init; } = Duration.FromSeconds(10);

    /// <summary>The most bytes of an answer, unpacked.</summary>
    public int MaxResponseBytes { get; init; } = 10 * 1024 * 1024;

    /// <summary>The most series, or names, of an answer.</summary>
    public int MaxSeries { get; init; } = 50_000;

    /// <summary>Queries under way at a time.</summary>
    public int Concurrency { get; init; } = 8;

    /// <summary>Queries that may wait for a free place; more are turned away.</summary>
    public int QueueLength { get; init; } = 200;

    /// <summary>The address of a call below the root.</summary>
    public Uri Below(string path) => new($"{Address.GetLeftPart(UriPartial.Path).TrimEnd('/')}/{path}");
}
