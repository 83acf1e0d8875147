using Portal.Data;
using Portal.Domain.Catalog;
using Portal.Domain.OnCall;
using Portal.Domain.Teams;
using Portal.Manifests;

namespace Portal.Tests.Manifests;

public sealed class ManifestApplyTests(PortalApp app)
{
    private IDefinitions Definitions => app.Get<IDefinitions>();

    [Fact]
    public async Task Documents_are_applied_all_or_none()
    {
        var results = await app.ApplyAsync(Yaml.User("half-one") + Yaml.Service("half-two", "no-such-team"));

        Assert.False(results.Applied);
        Assert.Equal(["created", "invalid"], results.Results.Select(result => result.Action), StringComparer.Ordinal);
        Assert.Null(Definitions.Find<Person>("half-one"));
    }

    [Fact]
    public async Task Documents_of_one_file_may_name_each_other_in_any_order()
    {
        var results = await app.ApplyAsync(
            Yaml.Service("order-service", "order-team")
                + Yaml.Team("order-team", ("order-user", Role.Lead))
                + Yaml.User("order-user")
        );

        Assert.True(results.Applied);
        Assert.Equal("order-team", Definitions.Find<Service>("order-service")!.Spec.Team);
    }

    [Fact]
    public async Task A_dangling_name_is_refused_with_its_line_and_path()
    {
        var results = await app.ApplyAsync(
            """
            apiVersion: portal/v1
            kind: Service
            metadata: { name: dangling }
            spec:
              tier: 2
              team: nobody-knows-it
            """
        );

        var error = Assert.Single(results.Results[0].Errors);
        Assert.Equal((6, "spec.team"), (error.Line, error.Path));
        Assert.Equal("There is no Team named nobody-knows-it.", error.Message);
    }

    [Fact]
    public async Task A_name_twice_in_a_file_is_refused_with_the_line_of_the_first()
    {
        var results = await app.ApplyAsync(Yaml.User("twice") + Yaml.User("twice"));

        var error = Assert.Single(results.Results[1].Errors);
        Assert.Equal("User twice is defined twice: first on line 2.", error.Message);
        Assert.Null(Definitions.Find<Person>("twice"));
    }

    [Theory]
    [InlineData("new")]
    [InlineData("policies")]
    public async Task A_name_that_is_a_page_of_the_portal_is_refused(string name)
    {
        var results = await app.ApplyAsync(Yaml.User(name));

        var error = Assert.Single(results.Results[0].Errors);
        Assert.Equal(
            $"metadata.name {name} is the address of a page of the portal: choose another name.",
            $"{error.Path} {error.Message}"
        );
    }

    [Fact]
    public async Task A_trial_changes_nothing()
    {
        var results = await app.ApplyAsync(Yaml.User("on-trial"), dryRun: true);

        Assert.Equal(("created", false), (results.Results[0].Action, results.Applied));
        Assert.Null(Definitions.Find<Person>("on-trial"));
    }

    [Fact]
    public async Task The_same_again_is_unchanged_and_keeps_its_version()
    {
        await app.GivenAsync(Yaml.User("again"));

        var results = await app.ApplyAsync(Yaml.User("again"));

        Assert.Equal("unchanged", results.Results[0].Action);
        Assert.Equal(1, Definitions.Find<Person>("again")!.Version);
    }

    [Fact]
    public async Task Applying_an_export_changes_nothing()
    {
        await app.GivenAsync(Yaml.User("exported") + Yaml.Team("exported", ("exported", Role.Viewer)));
        await app.GivenAsync(Yaml.Schedule("exported", "exported") + Yaml.Policy("exported", "schedule: exported"));

        var export = app.Get<ManifestExport>().Yaml(null);
        var results = await app.ApplyAsync(export, dryRun: true);

        Assert.All(results.Results, result => Assert.Equal("unchanged", result.Action));
    }

    [Fact]
    public async Task What_is_still_used_is_not_deleted()
    {
        await app.GivenAsync(Yaml.User("used") + Yaml.Schedule("uses-it", "used"));

        var refused = await Assert.ThrowsAsync<ConflictException>(() =>
            app.Get<ManifestApplier>().DeleteAsync(World.Admin, "User", "used", World.Cancellation)
        );

        Assert.Contains("still used by Schedule uses-it", refused.Message, StringComparison.Ordinal);
        Assert.NotNull(Definitions.Find<Person>("used"));
    }

    [Fact]
    public async Task What_was_changed_meanwhile_is_not_overwritten()
    {
        await app.GivenAsync(Yaml.User("raced"));
        var opened = Definitions.Find<Person>("raced")!;
        await app.GivenAsync(Yaml.User("raced", ", email: raced@shop.example"));
        var mine = ManifestDocument.For(
            app.Get<ManifestKinds>().Find("User")!,
            "raced",
            opened.Spec with
            {
                DisplayName = "Mine",
            },
            expectedVersion: opened.Version
        );

        await Assert.ThrowsAsync<ConflictException>(() =>
            app.Get<ManifestApplier>().ApplyAsync(World.Admin, [mine], dryRun: false, World.Cancellation)
        );

        Assert.Equal("raced@shop.example", Definitions.Find<Person>("raced")!.Spec.Email);
    }

    /// <summary>Judged on a portal without other teams: in the shared one somebody else may be an administrator.</summary>
    [Fact]
    public void A_lock_out_of_everybody_is_refused()
    {
        var refusals = Portal.Teams.TeamManifest.Definition.Check(new Team([]), DefinitionView.Empty);

        var (path, message) = Assert.Single(refusals);
        Assert.Equal("members", path);
        Assert.StartsWith("Nobody would be left with the role admin", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_schedule_survives_its_form_unchanged()
    {
        await app.GivenAsync(Yaml.User("formed") + Yaml.Schedule("formed", "formed"));
        var definition = Definitions.Find<Schedule>("formed")!;

        var document = Portal.OnCall.ScheduleDraft.Of(definition).ToDefinition().ToDocument();
        var results = await app.Get<ManifestApplier>()
            .ApplyAsync(World.Admin, [document], dryRun: true, World.Cancellation);

        Assert.Equal("unchanged", results.Results[0].Action);
    }
}
