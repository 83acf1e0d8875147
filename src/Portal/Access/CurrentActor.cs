using Microsoft.AspNetCore.Components.Authorization;

namespace Portal.Access;

/// <summary>Who sits before a page. Asked on each command and never kept, since a circuit lives for hours.</summary>
internal sealed class CurrentActor(AuthenticationStateProvider authentication)
{
    /// <exception cref="ForbiddenException">Nobody is signed in any more.</exception>
    public async Task<Actor> GetAsync() => Actor.Of((await authentication.GetAuthenticationStateAsync()).User);
}
