using Portal.Access;
using Portal.Data;
using Portal.Domain.OnCall;
using Portal.Domain.Teams;
using Portal.OnCall;
using Portal.Teams;

namespace Portal.Tests.Access;

/// <summary>Who may do what, asked through the same commands that pages, API and jobs use.</summary>
public sealed class PermissionTests(PortalApp app)
{
    /// <summary>The least role for each command.</summary>
    private static readonly (string Command, Role Least)[] Commands =
    [
        ("read", Role.Viewer),
        ("override", Role.Responder),
        ("schedule", Role.Lead),
        ("service", Role.Lead),
        ("audit", Role.Lead),
        ("team", Role.Admin),
        ("user", Role.Admin),
        ("password of another", Role.Admin),
    ];

    public static TheoryData<string, Role, Role> Matrix
    {
        get
        {
            var rows = new TheoryData<string, Role, Role>();
            foreach (var (command, _) in Commands)
            {
                foreach (var role in Enum.GetValues<Role>())
                {
                    rows.Add(command, role, Role.Admin); // a person
                    rows.Add(command, Role.Admin, role); // an administrator's token that is capped
                }
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task A_command_asks_for_its_least_role_and_a_token_for_its_cap(string command, Role role, Role cap)
    {
        await GivenAsync();
        var actor = new Actor($"matrix-{role.ToString().ToLowerInvariant()}", ActorKind.Token, cap);
        var least = Commands.Single(one => one.Command == command).Least;

        var allowed = await IsAllowedAsync(command, actor);

        Assert.Equal(role >= least && cap >= least, allowed);
    }

    [Theory]
    [InlineData("override")]
    [InlineData("schedule")]
    [InlineData("service")]
    public async Task A_lead_of_another_team_may_not(string command)
    {
        await GivenAsync();
        await app.GivenAsync(
            Yaml.User("matrix-stranger") + Yaml.Team("matrix-elsewhere", ("matrix-stranger", Role.Lead))
        );

        Assert.False(await IsAllowedAsync(command, World.Person("matrix-stranger")));
    }

    [Fact]
    public async Task Somebody_unknown_may_do_nothing_not_even_read()
    {
        Assert.False(await IsAllowedAsync("read", World.Person("matrix-nobody")));
    }

    [Fact]
    public async Task A_lost_role_is_lost_at_the_next_command()
    {
        await app.GivenAsync(
            Yaml.User("demoted") + Yaml.User("demoter") + Yaml.Team("demoting", ("demoted", Role.Lead))
        );
        await app.GivenAsync(Yaml.Service("demoting", "demoting"));
        await app.ApplyAsync(Yaml.Service("demoting", "demoting", ", description: before"), World.Person("demoted"));

        await app.GivenAsync(Yaml.Team("demoting", ("demoted", Role.Responder)));

        var refused = await Assert.ThrowsAsync<ForbiddenException>(() =>
            app.ApplyAsync(Yaml.Service("demoting", "demoting", ", description: after"), World.Person("demoted"))
        );
        Assert.Contains("needs the role lead of team demoting", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_moves_only_with_the_right_in_both_teams()
    {
        await app.GivenAsync(
            Yaml.User("mover")
                + Yaml.Team("move-from", ("mover", Role.Lead))
                + Yaml.Team("move-to", ("mover", Role.Viewer))
        );
        await app.GivenAsync(Yaml.Service("moved", "move-from"));

        await Assert.ThrowsAsync<ForbiddenException>(() =>
            app.ApplyAsync(Yaml.Service("moved", "move-to"), World.Person("mover"))
        );
    }

    private async Task GivenAsync()
    {
        var roles = Enum.GetValues<Role>()
            .Select(role => ($"matrix-{role.ToString().ToLowerInvariant()}", role))
            .ToArray();
        await app.GivenAsync(
            string.Concat(roles.Select(one => Yaml.User(one.Item1)))
                + Yaml.Team("matrix", roles)
                + Yaml.Schedule("matrix", "matrix-lead", "matrix")
                + Yaml.Service("matrix", "matrix")
        );
    }

    private async Task<bool> IsAllowedAsync(string command, Actor actor)
    {
        try
        {
            await RunAsync(command, actor);
            return true;
        }
        catch (ForbiddenException)
        {
            return false;
        }
        catch (Exception judged) when (judged is ConflictException or InvalidInputException)
        {
            return true; // past the permission
        }
    }

    private Task RunAsync(string command, Actor actor) =>
        command switch
        {
            "read" => DemandAsync(actor, Role.Viewer),
            "audit" => DemandAsync(actor, Role.Lead),
            "override" => app.Get<ScheduleOverrides>()
                .RemoveAsync(
                    actor,
                    "matrix",
                    new Override(
                        "matrix-lead",
                        null,
                        default,
                        default(NodaTime.Instant) + NodaTime.Duration.FromHours(1)
                    ),
                    World.Cancellation
                ),
            "schedule" => app.ApplyAsync(Yaml.Schedule("matrix", "matrix-admin", "matrix"), actor, dryRun: true),
            "service" => app.ApplyAsync(Yaml.Service("matrix", "matrix", ", description: x"), actor, dryRun: true),
            "team" => app.ApplyAsync(Yaml.Team("matrix-new"), actor, dryRun: true),
            "user" => app.ApplyAsync(Yaml.User("matrix-new"), actor, dryRun: true),
            _ => app.Get<Accounts>().SetPasswordAsync(actor, "admin", "short", World.Cancellation),
        };

    private Task DemandAsync(Actor actor, Role role)
    {
        app.Get<Authoriser>().Demand(actor, role, null, "try it");
        return Task.CompletedTask;
    }
}
