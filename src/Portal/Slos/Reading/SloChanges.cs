using Microsoft.EntityFrameworkCore;
using NodaTime;
using Portal.Data;
using Portal.Domain.Slos;
using Portal.Manifests;
using Portal.Ui;

namespace Portal.Slos.Reading;

/// <summary>What became of an SLO's definition, from the versions that are kept of it.</summary>
internal sealed class SloChanges(IDbContextFactory<PortalDb> databases)
{
    private const int MostVersions = 200;

    /// <summary>Every version with what it changed, newest first.</summary>
    public async Task<IReadOnlyList<SloChange>> OfAsync(Guid slo, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var versions = await db.Set<PastDefinition>()
            .AsNoTracking()
            .Where(past => past.DefinitionId == slo && !past.Deleted)
            .OrderByDescending(past => past.Version)
            .Take(MostVersions)
            .ToListAsync(cancellationToken);
        return Of(versions);
    }

    /// <summary>The same of many, for lists.</summary>
    public async Task<ILookup<Guid, SloChange>> OfAsync(
        IReadOnlyList<Definition<Slo>> slos,
        CancellationToken cancellationToken
    )
    {
        // The only version of most is the one in force, which is at hand.
        var edited = slos.Where(slo => slo.Version > 1).Select(slo => slo.Id).ToArray();
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var versions = await db.Set<PastDefinition>()
            .AsNoTracking()
            .Where(past => edited.Contains(past.DefinitionId) && !past.Deleted)
            .ToListAsync(cancellationToken);
        var changes = versions
            .GroupBy(past => past.DefinitionId)
            .SelectMany(group =>
                Of(group.OrderByDescending(past => past.Version).Take(MostVersions))
                    .Select(change => (Id: group.Key, Change: change))
            );
        var first = slos.Where(slo => slo.Version == 1)
            .Select(slo =>
                (slo.Id, Change: new SloChange(1, slo.UpdatedAt, slo.UpdatedBy, slo.Spec.Objective, null, []))
            );
        return changes.Concat(first).ToLookup(one => one.Id, one => one.Change);
    }

    private static IReadOnlyList<SloChange> Of(IEnumerable<PastDefinition> versions)
    {
        var read = versions
            .OrderBy(past => past.Version)
            .Select(past => (Past: past, Slo: SloManifest.Definition.Read(ManifestReader.Spec(past.Spec)) as Slo))
            .Where(version => version.Slo is not null)
            .ToList();
        return
        [
            .. read.Select(
                    (version, i) =>
                        new SloChange(
                            version.Past.Version,
                            version.Past.At,
                            version.Past.By,
                            version.Slo!.Objective,
                            i > 0 ? read[i - 1].Slo!.Objective : null,
                            i > 0 ? Differences(read[i - 1].Slo!, version.Slo!) : []
                        )
                )
                .Reverse(),
        ];
    }

    private static IReadOnlyList<SloDifference> Differences(Slo before, Slo after)
    {
        var all = new SloDifference?[]
        {
            Difference(
                "objective",
                Numbers.Objective(before.Objective.Value),
                Numbers.Objective(after.Objective.Value)
            ),
            Difference("window", WindowText.Of(before.Window), WindowText.Of(after.Window)),
            Difference("service", before.Service, after.Service),
            before.MeasuresLike(after) ? null : new("indicator", null, null),
            before.Alerts.SequenceEqual(after.Alerts) && before.MinBadEvents == after.MinBadEvents
                ? null
                : new("alerts", null, null),
            before.Wording == after.Wording ? null : new("wording", null, null),
        };
        return [.. all.OfType<SloDifference>()];
    }

    private static SloDifference? Difference(string what, string before, string after) =>
        before == after ? null : new(what, before, after);
}

/// <summary>One version of an SLO.</summary>
/// <param name="Before">The objective of the version before; null for the first.</param>
/// <param name="Differences">What it changed; empty for the first, and where only labels changed.</param>
internal sealed record SloChange(
    int Version,
    Instant At,
    string By,
    Objective Objective,
    Objective? Before,
    IReadOnlyList<SloDifference> Differences
);

/// <param name="Before">In words; null where the change is too long to say.</param>
internal sealed record SloDifference(string What, string? Before, string? After);
