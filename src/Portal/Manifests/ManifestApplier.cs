using Microsoft.EntityFrameworkCore;
using Portal.Access;
using Portal.Data;

namespace Portal.Manifests;

/// <summary>Applies documents all or none: from files, the API, the command line and every editor in the browser.</summary>
internal sealed class ManifestApplier(
    IDbContextFactory<PortalDb> databases,
    Definitions definitions,
    ManifestKinds kinds,
    IEnumerable<IDefinitionListener> listeners,
    Authoriser authoriser,
    SecretBox secrets
)
{
    private readonly ILookup<string, IDefinitionListener> listeners = listeners.ToLookup(
        listener => listener.Kind,
        StringComparer.Ordinal
    );

    /// <param name="dryRun">Judge only.</param>
    /// <exception cref="ForbiddenException">One of them may not be changed by this actor; nothing was.</exception>
    /// <exception cref="ConflictException">One was changed since it was read for editing; nothing was applied.</exception>
    public async Task<ManifestResults> ApplyAsync(
        Actor actor,
        IReadOnlyList<ManifestDocument> documents,
        bool dryRun,
        CancellationToken cancellationToken
    )
    {
        await using var work = await UnitOfWork.BeginAsync(databases, cancellationToken);
        await DefinitionLock.HoldAsync(work, cancellationToken);
        await definitions.RefreshAsync(cancellationToken);

        var plan = ManifestPlan.Of(documents, kinds, secrets, definitions.View);
        foreach (var planned in plan.Documents)
        {
            Demand(actor, planned, plan.After);
        }

        if (dryRun || !plan.Results(false).IsValid)
        {
            return plan.Results(false);
        }

        foreach (var planned in plan.Documents.Where(planned => planned.IsChange))
        {
            await SaveAsync(work, actor, planned, cancellationToken);
        }

        work.Announce(Definitions.Topic);
        await work.CommitAsync(cancellationToken);
        await definitions.RefreshAsync(CancellationToken.None);
        return plan.Results(true);
    }

    /// <param name="nameOrId">Which one.</param>
    /// <param name="expectedVersion">The version that was read: another one in force is a conflict. Null does not ask.</param>
    /// <exception cref="ConflictException">Something else names it, or it was changed meanwhile.</exception>
    public async Task DeleteAsync(
        Actor actor,
        string kind,
        string nameOrId,
        CancellationToken cancellationToken,
        int? expectedVersion = null
    )
    {
        await using var work = await UnitOfWork.BeginAsync(databases, cancellationToken);
        await DefinitionLock.HoldAsync(work, cancellationToken);
        await definitions.RefreshAsync(cancellationToken);
        var entry = definitions.View.EntryByNameOrId(kind, nameOrId) ?? throw new NotFoundException(kind, nameOrId);
        var name = entry.Stored.Name;
        authoriser.Demand(actor, entry.Kind.ChangedBy, TeamOf(entry, definitions.View), $"delete {kind} {name}");
        if (expectedVersion is { } expected && expected != entry.Stored.Version)
        {
            throw new ConflictException(
                $"{kind} {name} was changed by {entry.Stored.UpdatedBy} meanwhile and is at version {entry.Stored.Version}. Read it again before you delete it."
            );
        }

        RefuseWhileNamed(entry);
        foreach (var gone in NamedBy(entry, isOwner: true).Append(entry))
        {
            await RemoveAsync(work, actor, gone, cancellationToken);
        }

        work.Announce(Definitions.Topic);
        await work.CommitAsync(cancellationToken);
        await definitions.RefreshAsync(CancellationToken.None);
    }

    private async Task RemoveAsync(
        UnitOfWork work,
        Actor actor,
        DefinitionEntry entry,
        CancellationToken cancellationToken
    )
    {
        var (kind, name) = (entry.Kind.Kind, entry.Stored.Name);
        var stored = await work
            .Db.Set<StoredDefinition>()
            .SingleAsync(row => row.Id == entry.Stored.Id, cancellationToken);
        work.Db.Remove(stored);
        work.Db.Add(Past(entry.Stored, actor, work, stored.Version + 1, deleted: true));
        await TellAsync(work, new(stored.Id, kind, name, entry.Spec, null), cancellationToken);
        await AuditLog.WriteAsync(work, actor, "deleted", kind, name, Shown(entry), null, cancellationToken);
    }

    private void Demand(Actor actor, PlannedDocument planned, DefinitionView after)
    {
        if (planned.Kind is not { } kind)
        {
            return;
        }

        // A move from one team to another needs the right in both.
        foreach (var (entry, view) in new[] { (planned.Was, definitions.View), (planned.Entry, after) })
        {
            if (entry is not null)
            {
                authoriser.Demand(
                    actor,
                    kind.ChangedBy,
                    TeamOf(entry, view),
                    $"change {kind.Kind} {planned.Document.Name}"
                );
            }
        }
    }

    private static string? TeamOf(DefinitionEntry entry, DefinitionView view) =>
        entry.Kind.TeamOf(entry.Spec, view)
        ?? (StoredLabels.Read(entry.Stored.Labels).TryGet("team", out var team) ? team : null);

    private void RefuseWhileNamed(DefinitionEntry entry)
    {
        var users = NamedBy(entry, isOwner: false)
            .Select(other => $"{other.Kind.Kind} {other.Stored.Name}")
            .Order(StringComparer.Ordinal)
            .ToList();
        if (users.Count > 0)
        {
            throw new ConflictException(
                $"{entry.Kind.Kind} {entry.Stored.Name} is still used by {string.Join(", ", users.Take(5))}{(users.Count > 5 ? $" and {users.Count - 5} more" : "")}. Change those first."
            );
        }
    }

    /// <summary>What names it: as its owner, or otherwise.</summary>
    private IReadOnlyList<DefinitionEntry> NamedBy(DefinitionEntry entry, bool isOwner) =>
        [
            .. definitions.View.Entries.Where(other =>
                other
                    .Kind.References(other.Spec)
                    .Any(reference =>
                        reference.IsOwner == isOwner
                        && reference.Kind == entry.Kind.Kind
                        && reference.Name == entry.Stored.Name
                    )
            ),
        ];

    private async Task SaveAsync(
        UnitOfWork work,
        Actor actor,
        PlannedDocument planned,
        CancellationToken cancellationToken
    )
    {
        var entry = planned.Entry!;
        var stored = await work
            .Db.Set<StoredDefinition>()
            .SingleOrDefaultAsync(row => row.Id == entry.Stored.Id, cancellationToken);
        if (stored is null)
        {
            stored = new StoredDefinition
            {
                Id = entry.Stored.Id,
                Kind = entry.Stored.Kind,
                Name = entry.Stored.Name,
                Spec = entry.Stored.Spec,
                CreatedAt = work.Now,
                UpdatedBy = actor.Name,
            };
            work.Db.Add(stored);
        }

        stored.Labels = entry.Stored.Labels;
        stored.Spec = entry.Stored.Spec;
        stored.Version = entry.Stored.Version;
        stored.UpdatedAt = work.Now;
        stored.UpdatedBy = actor.Name;
        stored.Revision = await work.FirstOrDefaultAsync<long>(
            "select nextval('definition_revision')",
            null,
            cancellationToken
        );
        work.Db.Add(Past(stored, actor, work, stored.Version, deleted: false));
        await work.Db.SaveChangesAsync(cancellationToken);
        var change = new DefinitionChange(stored.Id, stored.Kind, stored.Name, planned.Was?.Spec, entry.Spec);
        await TellAsync(work, change, cancellationToken);
        await AuditLog.WriteAsync(
            work,
            actor,
            planned.Was is null ? "created" : "updated",
            stored.Kind,
            stored.Name,
            planned.Was is { } was ? Shown(was) : null,
            Shown(entry),
            cancellationToken
        );
    }

    private async Task TellAsync(UnitOfWork work, DefinitionChange change, CancellationToken cancellationToken)
    {
        foreach (var listener in listeners[change.Kind])
        {
            await listener.ChangedAsync(work, change, cancellationToken);
        }
    }

    private static string Shown(DefinitionEntry entry) =>
        StoredSecrets.Masked(entry.Kind, entry.Kind.Write(entry.Spec)).ToJsonString();

    private static PastDefinition Past(
        StoredDefinition stored,
        Actor actor,
        UnitOfWork work,
        int version,
        bool deleted
    ) =>
        new()
        {
            DefinitionId = stored.Id,
            Version = version,
            Kind = stored.Kind,
            Name = stored.Name,
            Labels = stored.Labels,
            Spec = stored.Spec,
            At = work.Now,
            By = actor.Name,
            Deleted = deleted,
        };
}
