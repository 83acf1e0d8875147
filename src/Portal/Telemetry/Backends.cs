using System.Collections.Concurrent;
using NodaTime;
using Portal.Domain.Telemetry;
using Portal.Manifests;

namespace Portal.Telemetry;

/// <summary>The connected backends by name; a changed definition gets a new client, with a breaker that has forgotten.</summary>
internal sealed class Backends(
    IDefinitions definitions,
    Func<Definition<Backend>, IBackendClient> connect,
    BackendPulses pulses
) : IDisposable
{
    private readonly ConcurrentDictionary<Guid, (int Version, IBackendClient Client)> clients = new();

    public Task<QueryOutcome<Sample>> InstantAsync(
        string backend,
        string query,
        Instant at,
        CancellationToken cancellationToken
    ) =>
        Find(backend) is { } client
            ? client.InstantAsync(query, at, cancellationToken)
            : Task.FromResult<QueryOutcome<Sample>>(Unknown<Sample>(backend));

    public Task<QueryOutcome<SeriesPoints>> RangeAsync(
        string backend,
        string query,
        Instant start,
        Instant end,
        Duration step,
        CancellationToken cancellationToken
    ) =>
        Find(backend) is { } client
            ? client.RangeAsync(query, start, end, step, cancellationToken)
            : Task.FromResult<QueryOutcome<SeriesPoints>>(Unknown<SeriesPoints>(backend));

    /// <summary>Null when no backend has that name.</summary>
    public IBackendClient? Find(string name)
    {
        if (definitions.Find<Backend>(name) is not { } definition)
        {
            return null;
        }

        var (_, client) = clients.AddOrUpdate(
            definition.Id,
            _ => (definition.Version, Watched(definition)),
            (_, known) => known.Version == definition.Version ? known : (definition.Version, Watched(definition))
        );
        return client;
    }

    /// <summary>A client for a backend that is not saved yet, to try it. The caller disposes it.</summary>
    public IBackendClient Try(Definition<Backend> unsaved) => connect(unsaved);

    public void Dispose()
    {
        foreach (var (_, client) in clients.Values)
        {
            client.Dispose();
        }
    }

    private WatchedBackend Watched(Definition<Backend> definition) => new(definition.Name, connect(definition), pulses);

    private static QueryOutcome<T>.Failed Unknown<T>(string name) =>
        new(QueryFailure.Unreachable, $"There is no backend named {name}.");
}
