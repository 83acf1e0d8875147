using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace Portal.Tests.Shell;

/// <summary>What holds for every address of the API.</summary>
public sealed class ContractTests(PortalApp app)
{
    [Theory]
    [InlineData("GET", "/api", HttpStatusCode.NotFound)]
    [InlineData("GET", "/api/", HttpStatusCode.NotFound)]
    [InlineData("GET", "/api/v1/nothing", HttpStatusCode.NotFound)]
    [InlineData("GET", "/API/v1/nothing", HttpStatusCode.NotFound)]
    [InlineData("GET", "/api/v1/slos/nothing", HttpStatusCode.NotFound)]
    [InlineData("GET", "/api/v1/incidents/0", HttpStatusCode.NotFound)]
    [InlineData("PUT", "/api/v1/slos", HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "/api/v1/slos?limit=many", HttpStatusCode.BadRequest)]
    [InlineData("GET", "/api/v1/audit?after=x", HttpStatusCode.BadRequest)]
    [InlineData("GET", "/api/v1/manifests?kind=Wish", HttpStatusCode.BadRequest)]
    [InlineData("POST", "/api/v1/manifests?dryRun=maybe", HttpStatusCode.BadRequest)]
    [InlineData("POST", "/api/v1/incidents", HttpStatusCode.BadRequest)]
    public async Task Every_refusal_is_problem_details_whatever_is_accepted(
        string method,
        string path,
        HttpStatusCode expected
    )
    {
        using var client = await app.ProgramAsync();
        using var asked = new HttpRequestMessage(new HttpMethod(method), path);
        asked.Headers.Add("Accept", "text/html");

        using var answer = await client.SendAsync(asked, World.Cancellation);

        await AssertProblemAsync(answer, expected);
    }

    [Theory]
    [InlineData("/api")]
    [InlineData("/api/v1/slos")]
    [InlineData("/API/v1/slos")]
    [InlineData("/api/v1/nothing")]
    public async Task Nobody_is_told_that_they_are_not_signed_in_by_a_page(string path)
    {
        using var visitor = app.CreateVisitor();
        using var asked = new HttpRequestMessage(HttpMethod.Get, path);
        asked.Headers.Add("Accept", "text/html");

        using var answer = await visitor.SendAsync(asked, World.Cancellation);

        await AssertProblemAsync(answer, HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("/api/v1/slos?limit=many", "limit")]
    [InlineData("/api/v1/incidents?after=x", "after")]
    [InlineData("/api/v1/incidents?from=yesterday", "from")]
    [InlineData("/api/v1/incidents?to=9999-12-31T23:59:59Z", "to")]
    [InlineData("/api/v1/incidents?team=%00", "team")]
    [InlineData("/api/v1/backends/x/label-values", "label")]
    [InlineData("/api/v1/tokens?after=x", "after")]
    public async Task A_wrong_parameter_is_named(string path, string name)
    {
        using var client = await app.ProgramAsync();

        using var answer = await client.GetAsync(path, World.Cancellation);

        var problem = await AssertProblemAsync(answer, HttpStatusCode.BadRequest);
        Assert.Equal([name], problem["errors"]!.AsObject().Select(field => field.Key), StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("/api/v1/backends")]
    [InlineData("/api/v1/schedules")]
    [InlineData("/api/v1/tokens")]
    [InlineData("/api/v1/postmortem-templates")]
    [InlineData("/api/v1/audit")]
    public async Task A_list_is_read_page_by_page(string path)
    {
        using var client = await app.ProgramAsync();
        await Manifests.HostileDocuments.LayGroundAsync(app);
        await app.GivenAsync(Yaml.Schedule("paged-rota", "hostile-person"));
        await app.GivenAsync(
            "apiVersion: portal/v1\nkind: Backend\nmetadata: { name: paged }\nspec: { url: http://127.0.0.1:9 }"
        );
        await app.ProgramAsync();

        var first = await PageAsync(client, $"{path}?limit=1");
        var second = await PageAsync(client, $"{path}?limit=1&after={first["next"]}");

        Assert.Single(first["items"]!.AsArray());
        Assert.Single(second["items"]!.AsArray());
        Assert.False(JsonNode.DeepEquals(first["items"], second["items"]));
    }

    [Fact]
    public async Task A_manifest_is_changed_and_deleted_only_at_the_version_that_was_read()
    {
        using var client = await app.ProgramAsync();
        var first = await ApplyAsync(client, "one", ifMatch: null);

        var late = await ApplyAsync(client, "two", "\"7\"");
        var second = await ApplyAsync(client, "two", "\"1\"");
        var lateDelete = await DeleteAsync(client, "\"1\"");
        var delete = await DeleteAsync(client, "\"2\"");

        var body = (await first.Content.ReadFromJsonAsync<JsonObject>(World.Cancellation))!;
        Assert.Equal(1, body["results"]![0]!["version"]!.GetValue<int>());
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, lateDelete.StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, delete.StatusCode);
    }

    [Fact]
    public async Task The_document_is_OpenAPI_3_1_with_tokens_refusals_and_names_as_they_are_sent()
    {
        using var client = await app.ProgramAsync();
        var surface = await ApiSurface.ReadAsync(client);

        Assert.StartsWith("3.1", surface.Document["openapi"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.All(surface.Calls, call => Assert.StartsWith("/api/v1/", call.Path, StringComparison.Ordinal));
        Assert.All(surface.Calls.SelectMany(call => call.InQuery), name => Assert.True(char.IsLower(name[0]), name));
        Assert.Equal("bearer", surface.Document["components"]!["securitySchemes"]!["token"]!["scheme"]!.ToString());
        var manifests = surface.Document["paths"]!["/api/v1/manifests"]!["post"]!;
        Assert.NotNull(manifests["requestBody"]!["content"]!["application/yaml"]);
        Assert.NotNull(manifests["responses"]!["400"]!["content"]!["application/problem+json"]);
    }

    private static async Task<JsonObject> AssertProblemAsync(HttpResponseMessage answer, HttpStatusCode expected)
    {
        var text = await answer.Content.ReadAsStringAsync(World.Cancellation);
        Assert.True(answer.StatusCode == expected, $"{answer.StatusCode} {text}");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = JsonNode.Parse(text)!.AsObject();
        Assert.NotEmpty(problem["title"]!.GetValue<string>());
        Assert.NotEmpty(problem["detail"]!.GetValue<string>());
        Assert.Equal(problem["traceId"]!.GetValue<string>(), Assert.Single(answer.Headers.GetValues("X-Trace-ID")));
        return problem;
    }

    private static async Task<JsonObject> PageAsync(HttpClient client, string path) =>
        (await client.GetFromJsonAsync<JsonObject>(path, World.Cancellation))!;

    private static Task<HttpResponseMessage> ApplyAsync(HttpClient client, string text, string? ifMatch)
    {
        var runbook =
            $"apiVersion: portal/v1\nkind: Runbook\nmetadata: {{ name: versioned }}\nspec: {{ markdown: {text} }}";
        var asked = new HttpRequestMessage(HttpMethod.Post, "/api/v1/manifests")
        {
            Content = new StringContent(runbook, Encoding.UTF8, "application/yaml"),
        };
        asked.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return client.SendAsync(asked, World.Cancellation);
    }

    private static Task<HttpResponseMessage> DeleteAsync(HttpClient client, string ifMatch)
    {
        var asked = new HttpRequestMessage(HttpMethod.Delete, "/api/v1/manifests/Runbook/versioned");
        asked.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return client.SendAsync(asked, World.Cancellation);
    }
}
