using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Portal.Access;
using Portal.Domain.Incidents;
using Portal.Domain.Teams;

namespace Portal.Tests.Postmortems;

public sealed class PostmortemApiTests(PortalApp app) : IAsyncLifetime
{
    private readonly PostmortemScene scene = new(app, "pm-api");
    private readonly HttpClient client = app.CreateVisitor();
    private Incident incident = null!;

    private static CancellationToken Cancellation => PostmortemScene.Cancellation;

    public async ValueTask InitializeAsync()
    {
        await scene.PrepareAsync();
        incident = await scene.OpenAsync();
        await scene.ResolveAsync(incident);
        var token = await app
            .Services.GetRequiredService<ApiTokens>()
            .CreateAsync(scene.Lead, $"t{incident.Number}", scene.Lead.Name, Role.Lead, null, Cancellation);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public ValueTask DisposeAsync()
    {
        client.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task The_incident_names_its_postmortem_and_the_postmortem_its_incident()
    {
        var about = await GetAsync($"incidents/{incident.Number}");
        var postmortem = await GetAsync($"postmortems/{about.GetProperty("postmortem").GetString()}");

        Assert.Equal(incident.Number, postmortem.GetProperty("incident").GetInt64());
        Assert.Equal("draft", postmortem.GetProperty("state").GetString());
        Assert.Equal("Summary", postmortem.GetProperty("sections")[0].GetProperty("title").GetString());
        Assert.Equal(0, postmortem.GetProperty("actionItems").GetArrayLength());
    }

    [Fact]
    public async Task It_is_found_by_the_number_listed_by_its_team_and_read_as_Markdown()
    {
        var list = await GetAsync("postmortems?team=pm-api&state=draft&limit=200");
        var markdown = await client.GetAsync($"/api/v1/postmortems/{incident.Number}.md", Cancellation);

        Assert.Contains(
            list.GetProperty("items").EnumerateArray(),
            item => item.GetProperty("incident").GetInt64() == incident.Number
        );
        Assert.Equal("text/markdown", markdown.Content.Headers.ContentType?.MediaType);
        Assert.StartsWith(
            "# pm-api is slow\n",
            await markdown.Content.ReadAsStringAsync(Cancellation),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_save_on_an_older_version_is_a_conflict_that_says_who_and_when()
    {
        var first = await PutAsync(1, "One.");
        var second = await PutAsync(1, "Two.");
        var problem = await second.Content.ReadFromJsonAsync<JsonElement>(Cancellation);

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, second.StatusCode);
        Assert.Contains(
            "pm-api-lead saved version 2 at",
            problem.GetProperty("detail").GetString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_text_that_is_too_long_is_refused_by_its_field()
    {
        var path = $"/api/v1/postmortems/{incident.Number}";
        object Edit(string? title, string section, string text) =>
            new
            {
                version = 1,
                title,
                sections = new[] { new { title = section, text } },
            };

        (object Body, string Path, string Field)[] wrong =
        [
            (Edit(new string('x', 301), "Impact", ""), path, "title"),
            (Edit(null, new string('x', 121), ""), path, "sections[0].title"),
            (Edit(null, "Impact", new string('x', 200_001)), path, "sections[0].text"),
            (Edit(null, "Impact", new string('x', 199_999)), path, "sections"),
            (new { text = new string('x', 5_001) }, path + "/comments", "text"),
        ];
        foreach (var one in wrong)
        {
            var answer =
                one.Field == "text"
                    ? await client.PostAsJsonAsync(one.Path, one.Body, Cancellation)
                    : await client.PutAsJsonAsync(one.Path, one.Body, Cancellation);
            var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation);

            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Equal(one.Field, problem.GetProperty("errors").EnumerateObject().Single().Name);
        }
    }

    [Fact]
    public async Task Action_items_are_added_finished_and_judged_by_field()
    {
        var path = $"/api/v1/postmortems/{incident.Number}/action-items";
        var wrong = await client.PostAsJsonAsync(path, new { what = "x", ticket = "javascript:x" }, Cancellation);
        var added = await ReadAsync(
            await client.PostAsJsonAsync(
                path,
                new
                {
                    what = "Cap retries",
                    type = "mitigate",
                    due = "2026-01-01",
                },
                Cancellation
            )
        );
        var item = added.GetProperty("actionItems")[0];
        var done = await ReadAsync(
            await client.PutAsJsonAsync(
                $"{path}/{item.GetProperty("id")}",
                new { what = "Cap retries", done = true },
                Cancellation
            )
        );

        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.True(item.GetProperty("overdue").GetBoolean());
        Assert.Equal("2026-01-01", item.GetProperty("due").GetString());
        Assert.True(done.GetProperty("actionItems")[0].GetProperty("done").GetBoolean());
    }

    [Theory]
    [InlineData("postmortems/nope", HttpStatusCode.NotFound)]
    [InlineData("postmortems?state=nope", HttpStatusCode.BadRequest)]
    [InlineData("reports/response-times?groupBy=nope", HttpStatusCode.BadRequest)]
    [InlineData("reports/response-times?from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z", HttpStatusCode.BadRequest)]
    public async Task What_cannot_be_is_refused_with_its_reason(string path, HttpStatusCode expected)
    {
        var answer = await client.GetAsync($"/api/v1/{path}", Cancellation);

        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    private Task<HttpResponseMessage> PutAsync(int version, string text) =>
        client.PutAsJsonAsync(
            $"/api/v1/postmortems/{incident.Number}",
            new { version, sections = new[] { new { title = "Root causes", text } } },
            Cancellation
        );

    private async Task<JsonElement> GetAsync(string path) =>
        await ReadAsync(await client.GetAsync($"/api/v1/{path}", Cancellation));

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
    }
}
