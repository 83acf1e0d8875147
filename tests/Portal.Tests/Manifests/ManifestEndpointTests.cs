using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Portal.Domain.Teams;

namespace Portal.Tests.Manifests;

public sealed class ManifestEndpointTests(PortalApp app)
{
    [Fact]
    public async Task Errors_are_problem_details_by_field()
    {
        var client = await app.ProgramAsync();

        var response = await PostAsync(client, Yaml.Service("http-dangling", "missing-team"));

        var problem = (await response.Content.ReadFromJsonAsync<JsonObject>(World.Cancellation))!;
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(
            "There is no Team named missing-team.",
            problem["errors"]!["Service/http-dangling: spec.team"]![0]!.GetValue<string>()
        );
        Assert.Equal("invalid", problem["results"]![0]!["action"]!.GetValue<string>());
    }

    [Fact]
    public async Task Json_is_taken_as_yaml_is()
    {
        var client = await app.ProgramAsync();

        var response = await client.PostAsJsonAsync(
            "/api/v1/manifests",
            new
            {
                apiVersion = "portal/v1",
                kind = "User",
                metadata = new { name = "by-json" },
                spec = new { displayName = "By JSON" },
            },
            World.Cancellation
        );

        var body = (await response.Content.ReadFromJsonAsync<JsonObject>(World.Cancellation))!;
        Assert.Equal("created", body["results"]![0]!["action"]!.GetValue<string>());
    }

    [Theory]
    [InlineData(Role.Responder, HttpStatusCode.Forbidden)]
    [InlineData(Role.Lead, HttpStatusCode.Forbidden)]
    [InlineData(Role.Admin, HttpStatusCode.OK)]
    public async Task A_token_may_do_no_more_than_it_was_made_for(Role cap, HttpStatusCode expected)
    {
        var client = await app.ProgramAsync("admin", cap);

        var response = await PostAsync(client, Yaml.User("by-token"), dryRun: true);

        Assert.Equal(expected, response.StatusCode);
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, string yaml, bool dryRun = false) =>
        client.PostAsync(
            $"/api/v1/manifests?dryRun={(dryRun ? "true" : "false")}",
            new StringContent(yaml, new System.Net.Http.Headers.MediaTypeHeaderValue("application/yaml")),
            World.Cancellation
        );
}
