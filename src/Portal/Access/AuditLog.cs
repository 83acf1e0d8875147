using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Portal.Data;

namespace Portal.Access;

/// <summary>Writes and reads what was changed by whom. An entry is part of the transaction that made the change.</summary>
internal sealed class AuditLog(IDbContextFactory<PortalDb> databases)
{
    private const long Lock = 0x6175646974; // "audit"

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static async Task WriteAsync(
        UnitOfWork work,
        Actor actor,
        string action,
        string kind,
        string name,
        object? before,
        object? after,
        CancellationToken cancellationToken
    )
    {
        // Held to the commit: the chain has one end, and writers queue for it.
        await work.ExecuteAsync("select pg_advisory_xact_lock(@Lock)", new { Lock }, cancellationToken);
        await work.Db.SaveChangesAsync(cancellationToken);
        var previous =
            await work.FirstOrDefaultAsync<byte[]>(
                "select hash from audit_entry order by id desc limit 1",
                null,
                cancellationToken
            ) ?? [];
        var (was, now) = (Text(before), Text(after));
        var at = Instant.FromUnixTimeTicks(work.Now.ToUnixTimeTicks() / 10 * 10); // as the database keeps it
        var who = actor.Kind.ToString();
        work.Db.Add(
            new AuditEntry
            {
                At = at,
                Actor = actor.Name,
                ActorKind = who,
                Action = action,
                Kind = kind,
                Name = name,
                Before = was,
                After = now,
                PreviousHash = previous,
                Hash = AuditEntry.HashOf(previous, at, actor.Name, who, action, kind, name, was, now),
            }
        );
        await work.Db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Newest first; <paramref name="before"/> is the id of the last entry of the page before.</summary>
    public async Task<IReadOnlyList<AuditEntry>> ListAsync(
        string? kind,
        string? name,
        string? actor,
        long? before,
        int limit,
        CancellationToken cancellationToken
    )
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<AuditEntry>()
            .AsNoTracking()
            .Where(entry => before == null || entry.Id < before)
            .Where(entry => kind == null || entry.Kind == kind)
            .Where(entry => name == null || entry.Name == name)
            .Where(entry => actor == null || entry.Actor == actor)
            .OrderByDescending(entry => entry.Id)
            .Take(limit)
            .ToListAsync(cancellationToken);
    }

    /// <returns>The id of the first entry that was tampered with, or that stands after a removed one; null when all hold.</returns>
    public async Task<long?> FirstBrokenAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        byte[] previous = [];
        await foreach (
            var entry in db.Set<AuditEntry>()
                .AsNoTracking()
                .OrderBy(entry => entry.Id)
                .AsAsyncEnumerable()
                .WithCancellation(cancellationToken)
        )
        {
            if (!entry.Continues(previous))
            {
                return entry.Id;
            }

            previous = entry.Hash;
        }

        return null;
    }

    private static string? Text(object? value) =>
        value switch
        {
            null => null,
            string text => text,
            _ => JsonSerializer.Serialize(value, Json),
        };
}
