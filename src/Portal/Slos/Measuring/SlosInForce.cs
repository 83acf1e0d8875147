using Dapper;
using Npgsql;
using Portal.Domain.Slos;
using Portal.Manifests;

namespace Portal.Slos.Measuring;

/// <summary>Definitions as the database has them: measuring by what an edit has just replaced would fill the new ledger with the old.</summary>
internal sealed class SlosInForce(NpgsqlDataSource database, Definitions definitions)
{
    /// <summary>Asked after the claim: whatever is edited later fences the claim off. Those that are deleted are left out.</summary>
    public async Task<IReadOnlyDictionary<Guid, Definition<Slo>>> FindAsync(
        IReadOnlyCollection<Guid> ids,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var versions = (
            await connection.QueryAsync<(Guid Id, int Version)>(
                new CommandDefinition(
                    "select id, version from definition where id = any(@Ids)",
                    new { Ids = ids.ToArray() },
                    cancellationToken: cancellationToken
                )
            )
        ).ToDictionary(row => row.Id, row => row.Version);
        var known = Known(versions);
        if (known.Count < versions.Count)
        {
            // Saved a moment ago, here or on another replica.
            await definitions.RefreshAsync(cancellationToken);
            known = Known(versions);
        }

        return known;
    }

    private Dictionary<Guid, Definition<Slo>> Known(Dictionary<Guid, int> versions) =>
        definitions
            .All<Slo>()
            .Where(slo => versions.TryGetValue(slo.Id, out var version) && slo.Version >= version)
            .ToDictionary(slo => slo.Id);
}
