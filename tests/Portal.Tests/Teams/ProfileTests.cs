using System.Net;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Portal.Access;
using Portal.Data;
using Portal.Domain.Teams;
using Portal.Manifests;
using Portal.Teams;

namespace Portal.Tests.Teams;

public sealed class ProfileTests(PortalApp app)
{
    [Fact]
    public async Task People_change_how_they_are_reached_without_being_administrators()
    {
        await app.GivenAsync(Yaml.User("reachable"));

        var errors = await ChangeAsync(World.Person("reachable"), "reachable", draft => draft.Email = "r@shop.example");

        Assert.False(errors.Any);
        Assert.Equal("r@shop.example", app.Get<IDefinitions>().Find<Person>("reachable")!.Spec.Email);
        var entry = (await app.Get<AuditLog>().ListAsync("User", "reachable", null, null, 1, World.Cancellation))[0];
        Assert.Equal(("reachable", "updated"), (entry.Actor, entry.Action));
    }

    [Fact]
    public async Task Nobody_changes_the_profile_of_somebody_else()
    {
        await app.GivenAsync(Yaml.User("private-one") + Yaml.User("private-two"));

        await Assert.ThrowsAsync<ForbiddenException>(() =>
            ChangeAsync(World.Person("private-one"), "private-two", draft => draft.Email = "x@shop.example")
        );
    }

    [Fact]
    public async Task A_token_does_not_change_where_its_owner_is_paged()
    {
        await app.GivenAsync(Yaml.User("tokenised"));
        var token = new Actor("tokenised", ActorKind.Token, Role.Responder);

        await Assert.ThrowsAsync<ForbiddenException>(() =>
            ChangeAsync(token, "tokenised", draft => draft.Email = "thief@evil.example")
        );
    }

    [Fact]
    public async Task A_mistake_is_told_at_its_field()
    {
        await app.GivenAsync(Yaml.User("mistyped"));

        var errors = await ChangeAsync(
            World.Person("mistyped"),
            "mistyped",
            draft =>
                draft.Methods.Add(
                    new()
                    {
                        Name = "hook",
                        Type = "webhook",
                        Address = "not a url",
                    }
                )
        );

        Assert.Contains("no web address", errors.At("spec.contactMethods[0].address"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_short_password_is_refused_and_makes_nobody()
    {
        var person = new Person("Short", null, "UTC", [], []);

        var refused = await Assert.ThrowsAsync<InvalidInputException>(() =>
            app.Get<Accounts>()
                .CreateAsync(World.Admin, "short-one", person, "elevenchars", administrator: false, World.Cancellation)
        );

        Assert.Contains("12 characters", refused.Message, StringComparison.Ordinal);
        Assert.Null(app.Get<IDefinitions>().Find<Person>("short-one"));
    }

    [Fact]
    public async Task A_new_password_replaces_the_old_one_and_lifts_the_wait()
    {
        await app.GivenUserAsync("renewed");
        await using var scope = app.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<User>>();
        await users.SetLockoutEndDateAsync(
            (await users.FindByNameAsync("renewed"))!,
            new DateTimeOffset(2999, 1, 1, 0, 0, 0, TimeSpan.Zero)
        );

        await app.Get<Accounts>().SetPasswordAsync(World.Admin, "renewed", "a wholly new password", World.Cancellation);

        await using var after = app.Services.CreateAsyncScope();
        users = after.ServiceProvider.GetRequiredService<UserManager<User>>();
        var account = (await users.FindByNameAsync("renewed"))!;
        Assert.True(await users.CheckPasswordAsync(account, "a wholly new password"));
        Assert.False(await users.CheckPasswordAsync(account, PortalApp.Password));
        Assert.False(await users.IsLockedOutAsync(account));
    }

    [Fact]
    public async Task With_a_user_go_their_account_and_their_tokens()
    {
        await app.GivenUserAsync("leaver");
        var program = await app.ProgramAsync("leaver", Role.Viewer);

        await app.Get<ManifestApplier>().DeleteAsync(World.Admin, "User", "leaver", World.Cancellation);

        Assert.DoesNotContain("leaver", await app.Get<Accounts>().NamesAsync(World.Cancellation));
        var answer = await program.GetAsync("/api/v1/schedules", World.Cancellation);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    private Task<FieldErrors> ChangeAsync(Actor actor, string name, Action<PersonDraft> change)
    {
        var draft = PersonDraft.Of(app.Get<IDefinitions>().Find<Person>(name)!);
        change(draft);
        return app.Get<Profiles>().ChangeAsync(actor, draft.ToDefinition(), World.Cancellation);
    }
}
