using System.Diagnostics;
using System.Text.Json.Nodes;
using NodaTime;
using Portal.Access;
using Portal.Data;
using Portal.Domain.Labels;
using Portal.Domain.Teams;
using Portal.Domain.Telemetry;
using Portal.Manifests;

namespace Portal.Telemetry;

/// <summary>Asks a backend one trivial query: is it there, does it let us in, what is it?</summary>
internal sealed class TestBackend(Backends backends, IDefinitions definitions, Authoriser authoriser, IClock clock)
{
    /// <summary>As it is saved.</summary>
    public async Task<BackendTest> SavedAsync(Actor actor, string name, CancellationToken cancellationToken)
    {
        authoriser.Demand(actor, Role.Lead, null, "test backends");
        var backend =
            definitions.FindByNameOrId<Backend>(name) ?? throw new NotFoundException(BackendManifest.Kind, name);
        return await AskAsync(backends.Find(backend.Name)!, cancellationToken);
    }

    /// <summary>Before it is saved.</summary>
    /// <param name="name">A saved backend whose masked secrets are meant, or a name for messages.</param>
    /// <param name="spec">As in a manifest.</param>
    /// <exception cref="InvalidInputException">The spec cannot be read, or a masked secret would go to another address.</exception>
    public async Task<BackendTest> UnsavedAsync(
        Actor actor,
        string name,
        JsonObject spec,
        CancellationToken cancellationToken
    )
    {
        authoriser.Demand(actor, Role.Admin, null, "try new backends");
        var node = ManifestReader.Spec(spec.ToJsonString());
        var read = BackendManifest.Definition.Read(node) as Backend;
        node.Done();
        if (read is null || node.Errors.Count > 0)
        {
            throw new InvalidInputException(
                node.Errors.GroupBy(error => error.Path, error => error.Message, StringComparer.Ordinal)
                    .ToDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal)
            );
        }

        var backend = read with { Auth = Unmasked(read, definitions.Find<Backend>(name)?.Spec) };
        var unsaved = new Definition<Backend>(
            Guid.CreateVersion7(),
            name,
            LabelSet.Empty,
            backend,
            0,
            clock.GetCurrentInstant(),
            actor.Name
        );
        using var client = backends.Try(unsaved);
        return await AskAsync(client, cancellationToken);
    }

    private static async Task<BackendTest> AskAsync(IBackendClient client, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        var outcome = await client.TestAsync(cancellationToken);
        var took = Duration.FromTimeSpan(Stopwatch.GetElapsedTime(began));
        return outcome is QueryOutcome<string>.Failed failed
            ? new(false, failed.Message, took)
            : new(true, outcome.ItemsOrNone() is [var says, ..] ? says : "It answers", took);
    }

    /// <summary>A stored secret is sent only to where it was meant for.</summary>
    private static BackendAuth Unmasked(Backend backend, Backend? saved)
    {
        if (!IsMasked(backend.Auth))
        {
            return backend.Auth;
        }

        if (saved is null || saved.Auth.GetType() != backend.Auth.GetType() || !IsSameServer(saved.Url, backend.Url))
        {
            throw new InvalidInputException(
                "spec.auth",
                "Enter the secret again: the stored one is only sent to the address it was saved for."
            );
        }

        return (backend.Auth, saved.Auth) switch
        {
            (BackendAuth.Basic basic, BackendAuth.Basic known) => basic with { Password = known.Password },
            (BackendAuth.Header header, BackendAuth.Header known) => header with { Value = known.Value },
            _ => saved.Auth,
        };
    }

    internal static bool IsSameServer(Uri one, Uri other) =>
        one.Scheme == other.Scheme && one.Host == other.Host && one.Port == other.Port;

    private static bool IsMasked(BackendAuth auth) =>
        auth
            is BackendAuth.Basic { Password: StoredSecrets.Mask }
                or BackendAuth.Bearer { Token: StoredSecrets.Mask }
                or BackendAuth.Header { Value: StoredSecrets.Mask };
}

/// <param name="Says">Its version and how fast it answered, or why it did not, in a sentence.</param>
/// <param name="Took">Everything together.</param>
internal sealed record BackendTest(bool Works, string Says, Duration Took);
