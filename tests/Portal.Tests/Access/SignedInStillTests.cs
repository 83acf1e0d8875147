using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Portal.Access;
using Portal.Manifests;
using Portal.Teams;

namespace Portal.Tests.Access;

/// <summary>An open page ends when its person may no longer be here.</summary>
public sealed class SignedInStillTests(PortalApp app)
{
    [Fact]
    public void Open_pages_ask_again()
    {
        using var scope = app.Services.CreateScope();

        Assert.IsType<SignedInStill>(scope.ServiceProvider.GetRequiredService<AuthenticationStateProvider>());
    }

    [Fact]
    public async Task Nothing_happened_and_the_page_goes_on()
    {
        await app.GivenUserAsync("staying");

        Assert.True(await IsValidAsync(await PrincipalAsync("staying")));
    }

    [Fact]
    public async Task A_changed_password_ends_it()
    {
        await app.GivenUserAsync("repassworded");
        var principal = await PrincipalAsync("repassworded");

        await app.Get<Accounts>()
            .SetPasswordAsync(World.Person("repassworded"), "repassworded", "another long one", World.Cancellation);

        Assert.False(await IsValidAsync(principal));
    }

    [Fact]
    public async Task A_deleted_user_ends_it_and_may_do_nothing_more()
    {
        await app.GivenUserAsync("departed", Portal.Domain.Teams.Role.Viewer);
        var principal = await PrincipalAsync("departed");
        await app.GivenAsync(Yaml.Team("departed-team"));

        await app.Get<ManifestApplier>().DeleteAsync(World.Admin, "User", "departed", World.Cancellation);

        Assert.False(await IsValidAsync(principal));
        Assert.False(app.Get<Authoriser>().May(World.Person("departed"), Portal.Domain.Teams.Role.Viewer, null));
    }

    private async Task<bool> IsValidAsync(ClaimsPrincipal principal)
    {
        using var scope = app.Services.CreateScope();
        var provider = (SignedInStill)scope.ServiceProvider.GetRequiredService<AuthenticationStateProvider>();
        return await provider.IsValidAsync(principal, scope.ServiceProvider.GetRequiredService<UserManager<User>>());
    }

    private async Task<ClaimsPrincipal> PrincipalAsync(string name)
    {
        using var scope = app.Services.CreateScope();
        var user = await scope.ServiceProvider.GetRequiredService<UserManager<User>>().FindByNameAsync(name);
        return await scope.ServiceProvider.GetRequiredService<IUserClaimsPrincipalFactory<User>>().CreateAsync(user!);
    }
}
