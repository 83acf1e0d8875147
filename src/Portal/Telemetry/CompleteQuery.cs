using Portal.Access;
using Portal.Data;
using Portal.Domain.Teams;
using Portal.Domain.Telemetry;

namespace Portal.Telemetry;

/// <summary>Names that a backend knows, for whoever writes a query.</summary>
internal sealed class CompleteQuery(Backends backends, Authoriser authoriser)
{
    private const int MostNames = 1000;

    /// <param name="prefix">Only names that begin so.</param>
    /// <returns>Null with the reason where it gave no answer.</returns>
    public async Task<(NamePage? Names, string? Failure)> AskAsync(
        Actor actor,
        string backend,
        string? prefix,
        Func<IBackendClient, Task<QueryOutcome<string>>> ask
    )
    {
        authoriser.Demand(actor, Role.Lead, null, "ask backends");
        var client = backends.Find(backend) ?? throw new NotFoundException(BackendManifest.Kind, backend);
        var outcome = await ask(client);
        if (outcome is QueryOutcome<string>.Failed failed)
        {
            return (null, failed.Message);
        }

        var names = outcome
            .ItemsOrNone()
            .Where(name => prefix is null || name.StartsWith(prefix, StringComparison.Ordinal))
            .Take(MostNames)
            .ToList();
        return (new(names, null), null);
    }
}

internal sealed record NamePage(IReadOnlyList<string> Items, string? Next);
