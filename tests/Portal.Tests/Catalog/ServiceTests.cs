using Portal.Domain.Catalog;
using Portal.Domain.Teams;
using Portal.Manifests;

namespace Portal.Tests.Catalog;

public sealed class ServiceTests(PortalApp app)
{
    [Fact]
    public async Task A_service_survives_its_form_unchanged()
    {
        await app.GivenAsync(
            Yaml.Team("catalog")
                + Yaml.Service(
                    "catalogued",
                    "catalog",
                    ", description: \"Sells, and more\", links: [{ title: Source, url: \"https://git.example/x\" }]"
                )
        );
        var definition = app.Get<IDefinitions>().Find<Service>("catalogued")!;

        var document = Portal.Catalog.ServiceDraft.Of(definition).ToDefinition().ToDocument();
        var results = await app.Get<ManifestApplier>()
            .ApplyAsync(World.Admin, [document], dryRun: true, World.Cancellation);

        Assert.Equal("unchanged", results.Results[0].Action);
    }

    [Fact]
    public async Task What_names_a_service_is_found_by_it()
    {
        await app.GivenAsync(
            Yaml.User("named-by")
                + Yaml.Team("named-team", ("named-by", Role.Lead))
                + Yaml.Service("named", "named-team")
        );

        var uses = app.Get<DefinitionUses>();

        Assert.Equal([new DefinitionUse("Service", "named", "/services/named")], uses.Of("Team", "named-team"));
        Assert.Equal([new DefinitionUse("Team", "named-team", "/admin/teams/named-team")], uses.Of("User", "named-by"));
    }

    [Fact]
    public async Task A_link_that_is_no_web_address_is_refused()
    {
        await app.GivenAsync(Yaml.Team("linking"));

        var results = await app.ApplyAsync(
            Yaml.Service("linked", "linking", ", links: [{ title: Bad, url: \"javascript:alert(1)\" }]")
        );

        Assert.Equal("spec.links[0].url", Assert.Single(results.Results[0].Errors).Path);
    }
}
