using Portal.Access;
using Portal.Data;
using Portal.Manifests;

namespace Portal.Teams;

/// <summary>With a User goes what let them in: the account with its sessions, and every token.</summary>
internal sealed class EndAccount : IDefinitionListener
{
    public string Kind => PersonManifest.Kind;

    public async Task ChangedAsync(UnitOfWork work, DefinitionChange change, CancellationToken cancellationToken)
    {
        if (change.After is null)
        {
            await work.ExecuteAsync(
                "delete from portal_user where user_name = @Name",
                new { change.Name },
                cancellationToken
            );
            await ApiTokens.RevokeAllAsync(work, change.Name, cancellationToken);
        }
    }
}
