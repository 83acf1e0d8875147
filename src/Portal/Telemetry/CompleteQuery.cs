using NodaTime;
using Portal.Access;
using Portal.Data;
using Portal.Domain.Teams;
using Portal.Domain.Telemetry;
using Portal.Manifests;

namespace Portal.Telemetry;

/// <summary>Names that a backend knows, for whoever writes a query. Answers are at most a minute old.</summary>
internal sealed class CompleteQuery(
    Backends backends,
    IDefinitions definitions,
    KnownNames known,
    Authoriser authoriser,
    IClock clock
)
{
    /// <summary>All names; a failure where the backend gave no answer.</summary>
    /// <exception cref="ForbiddenException">It makes the portal ask a backend: that needs a lead.</exception>
    /// <exception cref="NotFoundException">There is no such backend.</exception>
    public Task<QueryOutcome<string>> AskAsync(
        Actor actor,
        string backend,
        NameQuestion question,
        CancellationToken cancellationToken
    )
    {
        var (client, key) = Open(actor, backend);
        return known.AskAsync((key, question), () => question.AskAsync(client, cancellationToken));
    }

    /// <summary>What programs say of their metrics, by family; empty where the backend does not keep it, or does not answer.</summary>
    public async Task<IReadOnlyDictionary<string, Metric>> MetadataAsync(
        Actor actor,
        string backend,
        CancellationToken cancellationToken
    )
    {
        var (client, key) = Open(actor, backend);
        var outcome = await known.AskAsync((key, "metadata"), () => client.MetadataAsync(cancellationToken));
        return outcome.ItemsOrNone().ToDictionary(metric => metric.Name, StringComparer.Ordinal);
    }

    /// <summary>How many series a selector has now: nothing where it has none.</summary>
    /// <exception cref="ForbiddenException">It makes the portal ask a backend: that needs a lead.</exception>
    public Task<QueryOutcome<Sample>> CountAsync(
        Actor actor,
        string backend,
        string selector,
        CancellationToken cancellationToken
    ) => Open(actor, backend).Client.InstantAsync($"count({selector})", clock.GetCurrentInstant(), cancellationToken);

    private (IBackendClient Client, (Guid, int) Key) Open(Actor actor, string backend)
    {
        authoriser.Demand(actor, Role.Lead, null, "ask backends");
        return
            definitions.FindByNameOrId<Backend>(backend) is { } definition
            && backends.Find(definition.Name) is { } client
            ? (client, (definition.Id, definition.Version))
            : throw new NotFoundException(BackendManifest.Kind, backend);
    }
}
