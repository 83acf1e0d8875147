using Portal.Access;
using Portal.Data;
using Portal.Domain.Teams;
using Portal.Domain.Telemetry;
using Portal.Manifests;

namespace Portal.Telemetry;

/// <summary>Answers what backends there are, how they do and who uses them, to everybody who is signed in. Never a secret.</summary>
internal sealed class BackendDirectory(Definitions definitions, BackendPulses pulses, Authoriser authoriser)
{
    /// <summary>All, by name.</summary>
    public IReadOnlyList<BackendStatus> List(Actor actor)
    {
        DemandRead(actor);
        var uses = definitions
            .View.Entries.SelectMany(entry =>
                entry
                    .Kind.References(entry.Spec)
                    .Where(reference => reference.Kind == BackendManifest.Kind)
                    .Select(reference => reference.Name)
                    .Distinct(StringComparer.Ordinal)
                    .Select(backend => (backend, Use: new BackendUse(entry.Kind.Kind, entry.Stored.Name)))
            )
            .ToLookup(one => one.backend, one => one.Use, StringComparer.Ordinal);
        return
        [
            .. definitions
                .All<Backend>()
                .Select(backend => new BackendStatus(
                    backend,
                    pulses.Of(backend.Name),
                    [
                        .. uses[backend.Name]
                            .OrderBy(use => use.Kind, StringComparer.Ordinal)
                            .ThenBy(use => use.Name, StringComparer.Ordinal),
                    ]
                )),
        ];
    }

    /// <exception cref="NotFoundException">No backend has that name or id.</exception>
    public BackendStatus Find(Actor actor, string nameOrId) =>
        List(actor).FirstOrDefault(one => one.Name == nameOrId || one.Backend.Id.ToString() == nameOrId)
        ?? throw new NotFoundException(BackendManifest.Kind, nameOrId);

    private void DemandRead(Actor actor) => authoriser.Demand(actor, Role.Viewer, null, "read backends");
}

/// <param name="Pulse">How it answered last; null while nobody has asked.</param>
/// <param name="UsedBy">The rules and SLOs that ask it.</param>
internal sealed record BackendStatus(Definition<Backend> Backend, BackendPulse? Pulse, IReadOnlyList<BackendUse> UsedBy)
{
    public string Name => Backend.Name;

    public BackendHealth Health =>
        Pulse is null ? BackendHealth.Unknown
        : Pulse.Failure is null ? BackendHealth.Ok
        : BackendHealth.Failing;
}

public sealed record BackendUse(string Kind, string Name);

internal enum BackendHealth
{
    Ok,
    Failing,

    /// <summary>Nobody has asked it since this replica started.</summary>
    Unknown,
}
