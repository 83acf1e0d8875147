using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Portal.Access;

/// <summary>Asks again, while a page stands open, whether its person may still be here.</summary>
/// <remarks>
/// A circuit lives for hours with the identity that it began with. A changed password or a deleted account ends it within
/// half a minute; what somebody may do is asked on every command anyway.
/// </remarks>
internal sealed class SignedInStill(
    ILoggerFactory logger,
    IServiceScopeFactory scopes,
    IRoles roles,
    IOptions<IdentityOptions> identity
) : RevalidatingServerAuthenticationStateProvider(logger)
{
    protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(30);

    protected override async Task<bool> ValidateAuthenticationStateAsync(
        AuthenticationState authenticationState,
        CancellationToken cancellationToken
    )
    {
        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<User>>();
        return await IsValidAsync(authenticationState.User, users);
    }

    internal async Task<bool> IsValidAsync(ClaimsPrincipal principal, UserManager<User> users)
    {
        var user = await users.GetUserAsync(principal);
        var stamp = principal.FindFirstValue(identity.Value.ClaimsIdentity.SecurityStampClaimType);
        return user is { UserName: { } name }
            && roles.Highest(name) is not null
            && stamp == await users.GetSecurityStampAsync(user);
    }
}
