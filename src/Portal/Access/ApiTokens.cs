using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Portal.Data;
using Portal.Domain.Teams;

namespace Portal.Access;

/// <summary>Makes, lists, revokes and recognises API tokens.</summary>
internal sealed class ApiTokens(
    IDbContextFactory<PortalDb> databases,
    Authoriser authoriser,
    IRoles roles,
    IClock clock
)
{
    public const int MostDays = 366;

    /// <summary>How long a recognised token is believed without asking the database: a revoked one is refused this soon.</summary>
    private static readonly Duration Memory = Duration.FromSeconds(5);

    private static readonly Duration NoteUseEvery = Duration.FromMinutes(1);

    private readonly ConcurrentDictionary<string, (ApiToken Token, Instant Until)> known = new(StringComparer.Ordinal);

    /// <returns>The text of the new token: shown once.</returns>
    public async Task<string> CreateAsync(
        Actor actor,
        string name,
        string owner,
        Role role,
        Duration? lifetime,
        CancellationToken cancellationToken
    )
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > 100)
        {
            throw new InvalidInputException("name", "Give the token a name of 1 to 100 characters.");
        }

        if (roles.Highest(owner) is null)
        {
            throw new InvalidInputException(
                "owner",
                $"There is no User named {Shown.Short(owner)}: name the one that the token acts for."
            );
        }

        if (owner != actor.Name || role is Role.Admin)
        {
            authoriser.Demand(actor, Role.Admin, null, "make tokens for others or with the role admin");
        }

        authoriser.Demand(actor, role, null, $"make a token with the role {role.ToString().ToLowerInvariant()}");
        await using var work = await UnitOfWork.BeginAsync(databases, cancellationToken);
        var (token, text) = ApiToken.Create(name.Trim(), owner, role, work.Now, lifetime);
        work.Db.Add(token);
        await AuditLog.WriteAsync(work, actor, "created", "token", token.Name, null, Public(token), cancellationToken);
        await work.CommitAsync(cancellationToken);
        return text;
    }

    public async Task RevokeAsync(Actor actor, Guid id, CancellationToken cancellationToken)
    {
        await using var work = await UnitOfWork.BeginAsync(databases, cancellationToken);
        var token =
            await work.Db.Set<ApiToken>().SingleOrDefaultAsync(token => token.Id == id, cancellationToken)
            ?? throw new NotFoundException("token", id.ToString());
        if (token.Owner != actor.Name)
        {
            authoriser.Demand(actor, Role.Admin, null, "revoke tokens of others");
        }

        token.Revoke(work.Now);
        await AuditLog.WriteAsync(work, actor, "revoked", "token", token.Name, Public(token), null, cancellationToken);
        await work.CommitAsync(cancellationToken);
        known.Clear();
    }

    /// <summary>In the transaction that takes their owner away.</summary>
    public static Task RevokeAllAsync(UnitOfWork work, string owner, CancellationToken cancellationToken) =>
        work.ExecuteAsync(
            "update api_token set revoked_at = clock_timestamp() where owner = @owner and revoked_at is null",
            new { owner },
            cancellationToken
        );

    /// <summary>One's own; an administrator sees everybody's.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <param name="after">Only those made before this one.</param>
    /// <param name="limit">At most so many.</param>
    public async Task<IReadOnlyList<ApiToken>> ListAsync(
        Actor actor,
        CancellationToken cancellationToken,
        Guid? after = null,
        int limit = 500
    )
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var all = authoriser.May(actor, Role.Admin, null);
        return await db.Set<ApiToken>()
            .AsNoTracking()
            .Where(token => all || token.Owner == actor.Name)
            .Where(token => after == null || token.Id.CompareTo(after.Value) < 0)
            .OrderByDescending(token => token.Id) // by time, as version 7 counts
            .Take(limit)
            .ToListAsync(cancellationToken);
    }

    /// <exception cref="NotFoundException">The actor sees none of that name or id.</exception>
    /// <exception cref="ConflictException">Several valid ones have the name.</exception>
    public async Task<Guid> IdAsync(Actor actor, string nameOrId, CancellationToken cancellationToken)
    {
        if (Guid.TryParse(nameOrId, out var id))
        {
            return id;
        }

        var all = authoriser.May(actor, Role.Admin, null);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var ids = await db.Set<ApiToken>()
            .Where(token => token.Name == nameOrId && token.RevokedAt == null)
            .Where(token => all || token.Owner == actor.Name)
            .Select(token => token.Id)
            .Order()
            .Take(2)
            .ToListAsync(cancellationToken);
        return ids switch
        {
            [var only] => only,
            [] => throw new NotFoundException("token", nameOrId),
            _ => throw new ConflictException($"Several tokens have the name {nameOrId}: use the id of one."),
        };
    }

    /// <returns>Null for a text that is no valid token.</returns>
    public async Task<ApiToken?> FindAsync(string text, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        var hash = ApiToken.HashOf(text);
        var key = Convert.ToHexString(hash);
        if (known.TryGetValue(key, out var remembered) && now < remembered.Until)
        {
            return remembered.Token.IsValidAt(now) ? remembered.Token : null;
        }

        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var token = await db.Set<ApiToken>()
            .AsNoTracking()
            .SingleOrDefaultAsync(token => token.Hash == hash, cancellationToken);
        if (token is null || !token.IsValidAt(now))
        {
            return null;
        }

        known[key] = (token, now + Memory);
        await NoteUseAsync(db, token, now, cancellationToken);
        return token;
    }

    private static async Task NoteUseAsync(
        PortalDb db,
        ApiToken token,
        Instant now,
        CancellationToken cancellationToken
    )
    {
        if (token.LastUsedAt is { } last && now - last < NoteUseEvery)
        {
            return;
        }

        await db.Set<ApiToken>()
            .Where(stored => stored.Id == token.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(stored => stored.LastUsedAt, now), cancellationToken);
    }

    private static object Public(ApiToken token) =>
        new
        {
            token.Name,
            token.Owner,
            Role = token.Role.ToString(),
        };
}
