using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Portal.Access;
using Portal.Data;
using Portal.Domain.Teams;
using Portal.Manifests;

namespace Portal.Teams;

/// <summary>Lets people sign in: a User definition says who they are, an account holds their password.</summary>
internal sealed class Accounts(
    IServiceScopeFactory scopes,
    IDbContextFactory<PortalDb> databases,
    ManifestApplier applier,
    IDefinitions definitions,
    Authoriser authoriser
)
{
    /// <summary>Makes a user with a password and, when it is the first of all, the team of administrators around it.</summary>
    public async Task CreateAsync(
        Actor actor,
        string name,
        Person person,
        string password,
        bool administrator,
        CancellationToken cancellationToken
    )
    {
        authoriser.Demand(actor, Role.Admin, null, "create users");
        var documents = new List<ManifestDocument> { ManifestDocument.For(PersonManifest.Definition, name, person) };
        if (administrator)
        {
            var members = definitions.Find<Team>(Administrators)?.Spec.Members ?? [];
            var team = new Team([.. members.Where(member => member.User != name), new TeamMember(name, Role.Admin)]);
            documents.Add(ManifestDocument.For(TeamManifest.Definition, Administrators, team));
        }

        await RefuseWeakAsync(name, password);
        var results = await applier.ApplyAsync(actor, documents, dryRun: false, cancellationToken);
        results.ThrowIfInvalid();
        await SetPasswordAsync(actor, name, password, cancellationToken);
    }

    public const string Administrators = "administrators";

    /// <summary>Sets the password of a user who exists; every session with the old one ends.</summary>
    public async Task SetPasswordAsync(Actor actor, string name, string password, CancellationToken cancellationToken)
    {
        if (actor.Name != name || actor.Kind is not ActorKind.Person)
        {
            authoriser.Demand(actor, Role.Admin, null, "set passwords of others");
        }

        if (definitions.Find<Person>(name) is null)
        {
            throw new NotFoundException(PersonManifest.Kind, name);
        }

        await RefuseWeakAsync(name, password);
        await StoreAsync(name, password);
        await using var work = await UnitOfWork.BeginAsync(databases, cancellationToken);
        await AuditLog.WriteAsync(
            work,
            actor,
            "set password",
            PersonManifest.Kind,
            name,
            null,
            null,
            cancellationToken
        );
        await work.CommitAsync(cancellationToken);
    }

    public async Task<bool> AnyAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<User>().AnyAsync(cancellationToken);
    }

    /// <summary>The names of those who have a password.</summary>
    public async Task<IReadOnlySet<string>> NamesAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var names = await db.Set<User>()
            .AsNoTracking()
            .Select(user => user.UserName!)
            .Order()
            .Take(10_000)
            .ToListAsync(cancellationToken);
        return names.ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>A new password lifts the wait after wrong tries, and its new security stamp ends every session.</summary>
    private async Task StoreAsync(string name, string password)
    {
        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<User>>();
        if (await users.FindByNameAsync(name) is not { } account)
        {
            Refuse(await users.CreateAsync(new User { UserName = name }, password));
            return;
        }

        account.PasswordHash = users.PasswordHasher.HashPassword(account, password);
        (account.AccessFailedCount, account.LockoutEnd) = (0, null);
        Refuse(await users.UpdateSecurityStampAsync(account));
    }

    private async Task RefuseWeakAsync(string name, string password)
    {
        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<User>>();
        foreach (var validator in users.PasswordValidators)
        {
            Refuse(await validator.ValidateAsync(users, new User { UserName = name }, password));
        }
    }

    private static void Refuse(IdentityResult result)
    {
        if (!result.Succeeded)
        {
            throw new InvalidInputException(
                "password",
                string.Join(' ', result.Errors.Select(error => error.Description))
            );
        }
    }
}
