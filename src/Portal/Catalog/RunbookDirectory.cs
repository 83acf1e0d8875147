using Portal.Access;
using Portal.Domain.Catalog;
using Portal.Domain.Teams;
using Portal.Manifests;

namespace Portal.Catalog;

/// <summary>Answers what runbooks there are and what names them, to everybody who is signed in.</summary>
internal sealed class RunbookDirectory(Definitions definitions, Authoriser authoriser)
{
    /// <summary>All, by name.</summary>
    public IReadOnlyList<RunbookEntry> List(Actor actor)
    {
        DemandRead(actor);
        var uses = definitions
            .View.Entries.SelectMany(entry =>
                entry
                    .Kind.References(entry.Spec)
                    .Where(reference => reference.Kind == RunbookManifest.Kind)
                    .Select(reference => (reference.Name, Use: new RunbookUse(entry.Kind.Kind, entry.Stored.Name)))
            )
            .ToLookup(one => one.Name, one => one.Use, StringComparer.Ordinal);
        return
        [
            .. definitions
                .All<Runbook>()
                .Select(runbook => new RunbookEntry(
                    runbook,
                    [.. uses[runbook.Name].OrderBy(use => use.Name, StringComparer.Ordinal)]
                )),
        ];
    }

    /// <summary>Null when there is none of that name.</summary>
    public RunbookEntry? Find(Actor actor, string name) => List(actor).FirstOrDefault(one => one.Runbook.Name == name);

    private void DemandRead(Actor actor) => authoriser.Demand(actor, Role.Viewer, null, "read runbooks");
}

/// <param name="UsedBy">The rules that send people to it.</param>
internal sealed record RunbookEntry(Definition<Runbook> Runbook, IReadOnlyList<RunbookUse> UsedBy);

internal sealed record RunbookUse(string Kind, string Name);
