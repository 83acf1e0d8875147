using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Portal.Domain.Teams;

namespace Portal.Tests.OnCall;

public sealed class OnCallEndpointTests(PortalApp app)
{
    [Fact]
    public async Task On_call_says_who_from_when_to_when_and_why()
    {
        var client = await GivenAsync("oncall");

        var answer = await ReadAsync(client, "/api/v1/schedules/oncall/on-call?at=2026-02-03T12:00:00Z");

        var person = Assert.Single(answer.AsArray())!.AsObject();
        Assert.Equal(["user", "from", "to", "because"], person.Select(field => field.Key), StringComparer.Ordinal);
        Assert.Equal("oncall-ana", person["user"]!.GetValue<string>());
        Assert.Equal("2026-02-02T08:00:00Z", person["from"]!.GetValue<string>());
        Assert.Equal("2026-02-09T08:00:00Z", person["to"]!.GetValue<string>());
        Assert.StartsWith("layer weekly, turn 5", person["because"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shifts_are_the_final_schedule_with_its_gaps()
    {
        var client = await GivenAsync("shifts");
        await PostAsync(
            client,
            "/api/v1/schedules/shifts/overrides",
            new
            {
                replaces = "shifts-ana",
                from = "2026-02-03T09:00:00Z",
                to = "2026-02-03T15:00:00Z",
            }
        );

        var answer = await ReadAsync(
            client,
            "/api/v1/schedules/shifts/shifts?from=2026-02-03T00:00:00Z&to=2026-02-04T00:00:00Z"
        );

        var shifts = answer["shifts"]!.AsArray();
        Assert.Equal(
            ["user", "from", "to", "layer", "override", "because"],
            shifts[0]!.AsObject().Select(field => field.Key),
            StringComparer.Ordinal
        );
        Assert.Equal(
            ["2026-02-03T00:00:00Z–2026-02-03T09:00:00Z", "2026-02-03T15:00:00Z–2026-02-04T00:00:00Z"],
            shifts.Select(shift => $"{shift!["from"]}–{shift["to"]}"),
            StringComparer.Ordinal
        );
        var gap = Assert.Single(answer["gaps"]!.AsArray())!;
        Assert.Equal("2026-02-03T09:00:00Z–2026-02-03T15:00:00Z", $"{gap["from"]}–{gap["to"]}");
    }

    [Fact]
    public async Task A_simulation_says_who_when_and_by_what()
    {
        var client = await GivenAsync("simulated");
        await app.GivenAsync(Yaml.Policy("simulated", "schedule: simulated"));

        var response = await PostAsync(
            client,
            "/api/v1/escalation-policies/simulated/simulate?at=2026-02-03T12:00:00Z",
            null
        );

        var pages = (await response.Content.ReadFromJsonAsync<JsonArray>(World.Cancellation))!;
        Assert.Equal(
            ["2026-02-03T12:00:00Z phone", "2026-02-03T12:03:00Z mail"],
            pages.Select(page => $"{page!["at"]} {page["contactMethod"]}"),
            StringComparer.Ordinal
        );
        Assert.All(pages, page => Assert.Equal("on call by simulated", page!["because"]!.GetValue<string>()));
        Assert.All(
            pages,
            page => Assert.Equal((1, 1), (page!["loop"]!.GetValue<int>(), page["step"]!.GetValue<int>()))
        );
    }

    [Fact]
    public async Task A_responder_may_override_and_a_viewer_may_not()
    {
        await GivenAsync("overridden");
        var responder = await app.ProgramAsync("overridden-ana", Role.Responder);
        var viewer = await app.ProgramAsync("overridden-ana", Role.Viewer);
        var change = new
        {
            user = "overridden-bo",
            from = "2027-02-03T09:00:00Z",
            to = "2027-02-03T15:00:00Z",
        };

        Assert.Equal(
            HttpStatusCode.Forbidden,
            (await PostAsync(viewer, "/api/v1/schedules/overridden/overrides", change)).StatusCode
        );
        Assert.Equal(
            HttpStatusCode.OK,
            (await PostAsync(responder, "/api/v1/schedules/overridden/overrides", change)).StatusCode
        );
        // The same person twice at the same time.
        Assert.Equal(
            HttpStatusCode.Conflict,
            (await PostAsync(responder, "/api/v1/schedules/overridden/overrides", change)).StatusCode
        );
    }

    [Theory]
    [InlineData("/api/v1/schedules/nowhere/on-call", HttpStatusCode.NotFound)]
    [InlineData("/api/v1/schedules/asked/on-call?at=yesterday", HttpStatusCode.BadRequest)]
    [InlineData(
        "/api/v1/schedules/asked/shifts?from=2026-01-01T00:00:00Z&to=2025-01-01T00:00:00Z",
        HttpStatusCode.BadRequest
    )]
    [InlineData(
        "/api/v1/schedules/asked/shifts?from=2026-01-01T00:00:00Z&to=2030-01-01T00:00:00Z",
        HttpStatusCode.BadRequest
    )]
    public async Task What_cannot_be_answered_is_a_problem(string path, HttpStatusCode expected)
    {
        var client = await GivenAsync("asked");

        var response = await client.GetAsync(path, World.Cancellation);

        Assert.Equal(expected, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    private async Task<HttpClient> GivenAsync(string name)
    {
        const string ways =
            ", contactMethods: [{ name: phone, type: webhook, address: \"http://127.0.0.1:9/x\" }, { name: mail, type: email, address: a@b.example }], notificationRules: [{ after: 0m, contactMethod: phone }, { after: 3m, contactMethod: mail }]";
        await app.GivenAsync(
            Yaml.User($"{name}-ana", ways)
                + Yaml.User($"{name}-bo")
                + Yaml.Team(name, ($"{name}-ana", Role.Responder))
                + Yaml.Schedule(name, $"{name}-ana", name)
        );
        return await app.ProgramAsync();
    }

    private static async Task<JsonNode> ReadAsync(HttpClient client, string path) =>
        (await client.GetFromJsonAsync<JsonNode>(path, World.Cancellation))!;

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, string path, object? body) =>
        client.PostAsJsonAsync(path, body ?? new { }, World.Cancellation);
}
