using NodaTime;
using Portal.Access;
using Portal.Domain.Telemetry;
using Portal.Manifests;
using Portal.Telemetry.Prometheus;

namespace Portal.Telemetry;

/// <summary>A backend that speaks Prometheus' API, with the gate that keeps a failing one from taking others along.</summary>
internal sealed class PrometheusBackend : IBackendClient
{
    private static readonly Duration LookBack = Duration.FromHours(6);

    private readonly BackendGate gate;
    private readonly PrometheusClient client;
    private readonly IClock clock;

    private PrometheusBackend(BackendGate gate, PrometheusClient client, IClock clock)
    {
        this.gate = gate;
        this.client = client;
        this.clock = clock;
    }

    public static Func<Definition<Backend>, IBackendClient> Connector(
        HttpClient http,
        SecretBox secrets,
        IClock clock,
        ILogger<BackendGate> logger
    ) =>
        definition =>
        {
            var connection = Connection(definition.Name, definition.Spec, secrets);
            var guard = new BackendGate(connection, TimeProvider.System, logger);
            return new PrometheusBackend(guard, new(http, connection, guard, TimeProvider.System), clock);
        };

    public Task<QueryOutcome<Sample>> InstantAsync(string query, Instant at, CancellationToken cancellationToken) =>
        client.QueryAsync(query, at, cancellationToken);

    public Task<QueryOutcome<SeriesPoints>> RangeAsync(
        string query,
        Instant start,
        Instant end,
        Duration step,
        CancellationToken cancellationToken
    ) => client.QueryRangeAsync(query, new Interval(start, end), step, cancellationToken);

    public Task<QueryOutcome<string>> MetricNamesAsync(CancellationToken cancellationToken) =>
        client.MetricNamesAsync(Recently(), cancellationToken);

    public Task<QueryOutcome<string>> LabelNamesAsync(string? metric, CancellationToken cancellationToken) =>
        client.LabelNamesAsync(Recently(), metric, cancellationToken);

    public Task<QueryOutcome<string>> LabelValuesAsync(
        string label,
        string? metric,
        CancellationToken cancellationToken
    ) => client.LabelValuesAsync(label, Recently(), metric, cancellationToken);

    public Task<QueryOutcome<Metric>> MetadataAsync(CancellationToken cancellationToken) =>
        client.MetadataAsync(cancellationToken);

    public async Task<QueryOutcome<string>> TestAsync(CancellationToken cancellationToken)
    {
        var probe = await client.ProbeAsync(clock.GetCurrentInstant(), cancellationToken);
        return probe.Failure is { } failed
            ? new QueryOutcome<string>.Failed(failed.Kind, failed.Message)
            : QueryOutcome.Answer<string>([
                $"{probe.Version ?? "It does not tell its version"}, answered in {probe.Took.TotalMilliseconds:0} ms",
            ]);
    }

    public void Dispose() => gate.Dispose();

    private Interval Recently() => new(clock.GetCurrentInstant() - LookBack, clock.GetCurrentInstant());

    private static BackendConnection Connection(string name, Backend backend, SecretBox secrets) =>
        new(name, Words.Of(backend.Type), backend.Url)
        {
            Timeout = backend.Timeout,
            Credentials = backend.Auth switch
            {
                BackendAuth.Basic basic => new BackendCredentials.Basic(basic.User, secrets.Open(basic.Password)),
                BackendAuth.Bearer bearer => new BackendCredentials.Bearer(secrets.Open(bearer.Token)),
                BackendAuth.Header header => new BackendCredentials.Header(header.Name, secrets.Open(header.Value)),
                _ => new BackendCredentials.None(),
            },
        };
}
