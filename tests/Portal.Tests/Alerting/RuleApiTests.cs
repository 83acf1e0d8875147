using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Portal.Alerting;
using Portal.Domain.Teams;
using Portal.Tests.Telemetry;

namespace Portal.Tests.Alerting;

public sealed class RuleApiTests(PortalApp app)
{
    private readonly RuleWorld world = new(app);

    [Theory]
    [InlineData("/api/v1/rules")]
    [InlineData("/api/v1/rules/any/instances")]
    [InlineData("/api/v1/backends")]
    public async Task A_stranger_is_asked_for_a_token(string path)
    {
        using var stranger = app.CreateVisitor();

        var response = await stranger.GetAsync(path, RuleWorld.Cancellation);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task A_rule_tells_its_state_health_and_alerts()
    {
        await using var fake = await FakePrometheus.StartAsync();
        fake.Answer = _ => Task.FromResult<double?>(9);
        await world.SettleAsync(fake.Uri);
        await world.RuleAsync("told", more: ", labels: { tier: \"1\" }");
        await world.ReachesAsync("told", RuleState.Firing);
        using var viewer = await world.ClientAsync("viewer", Role.Viewer);

        var rule = await GetAsync(viewer, $"/api/v1/rules/{world.Name}-told");
        var same = await GetAsync(viewer, $"/api/v1/rules/{world.Rule("told").Id}/instances?state=firing");
        var list = await GetAsync(viewer, $"/api/v1/rules?team={world.Name}-team&state=firing");

        Assert.Equal(("firing", "ok"), ((string?)rule["state"], (string?)rule["health"]));
        Assert.NotNull(rule["lastEvaluation"]);
        var alert = Assert.Single(same["instances"]!.AsArray())!;
        Assert.Equal(
            ("/pay", "1", $"{world.Name}-told"),
            (
                (string?)alert["labels"]!["route"],
                (string?)alert["labels"]!["tier"],
                (string?)alert["labels"]!["alertname"]
            )
        );
        Assert.Equal(
            (16, 9, "firing"),
            (((string)alert["fingerprint"]!).Length, (double)alert["value"]!, (string?)alert["state"])
        );
        Assert.NotNull(alert["activeAt"]);
        Assert.NotNull(alert["firedAt"]);
        Assert.Null(alert["resolvedAt"]);
        Assert.Equal($"{world.Name}-told", (string?)Assert.Single(list["items"]!.AsArray())!["name"]);
    }

    [Fact]
    public async Task A_list_goes_on_where_it_ended()
    {
        await using var fake = await FakePrometheus.StartAsync();
        await world.SettleAsync(fake.Uri);
        foreach (var rule in new[] { "a", "b", "c" })
        {
            await world.RuleAsync(rule, interval: "1h");
        }

        using var viewer = await world.ClientAsync("viewer", Role.Viewer);
        var path = $"/api/v1/rules?service={world.Name}-service&limit=2";
        var first = await GetAsync(viewer, path);
        var rest = await GetAsync(viewer, $"{path}&after={first["next"]}");

        Assert.Equal(2, first["items"]!.AsArray().Count);
        Assert.Equal($"{world.Name}-c", (string?)Assert.Single(rest["items"]!.AsArray())!["name"]);
        Assert.Null(rest["next"]);
    }

    [Theory]
    [InlineData("/api/v1/rules/no-such-rule", HttpStatusCode.NotFound, "There is no AlertRule no-such-rule.")]
    [InlineData(
        "/api/v1/rules?state=odd",
        HttpStatusCode.BadRequest,
        "odd is not known: use firing, recovering, pending, inactive, paused."
    )]
    [InlineData("/api/v1/backends/no-such", HttpStatusCode.NotFound, "There is no Backend no-such.")]
    public async Task What_cannot_be_answered_says_why(string path, HttpStatusCode status, string detail)
    {
        await world.SettleAsync(new("http://127.0.0.1:9"));
        using var viewer = await world.ClientAsync("viewer", Role.Viewer);

        var response = await viewer.GetAsync(path, RuleWorld.Cancellation);

        Assert.Equal(status, response.StatusCode);
        Assert.Equal(detail, (string?)(await RuleWorld.JsonAsync(response))["detail"]);
    }

    [Fact]
    public async Task A_preview_says_when_it_would_have_fired_and_whom_it_would_have_woken()
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(Now() / 60 * 60);
        await using var prometheus = await PrometheusServer.StartAsync(Samples(now));
        await world.SettleAsync(prometheus.Uri);
        using var lead = await world.ClientAsync("lead", Role.Lead);

        var preview = await PreviewAsync(lead, Spec(severity: "critical"), "6h");

        Assert.Empty(preview["errors"]!.AsArray());
        Assert.Equal(1, (int)preview["fired"]!["count"]!);
        Assert.Equal(1, (int)preview["nearlyFired"]!["count"]!);
        Assert.InRange((double)preview["fired"]!["longest"]!, 8 * 60, 11 * 60);
        Assert.Equal($"{world.Name}-lead", (string?)Assert.Single(preview["pages"]!.AsArray())!["user"]);
        Assert.Equal("/pay fails 2", (string?)preview["ifItFiredNow"]!["summary"]);
    }

    [Fact]
    public async Task A_preview_names_what_keeps_the_rule_from_being_saved()
    {
        await using var fake = await FakePrometheus.StartAsync();
        await world.SettleAsync(fake.Uri);
        using var lead = await world.ClientAsync("lead", Role.Lead);
        var spec = Spec(severity: "critical");
        spec.Remove("runbook");
        spec["condition"]!["recovery"] = 6;

        var preview = await PreviewAsync(lead, spec, "6h");

        var errors = preview["errors"]!
            .AsArray()
            .ToDictionary(
                error => (string)error!["path"]!,
                error => (string)error!["message"]!,
                StringComparer.Ordinal
            );
        Assert.Equal("Recovery must be at or below the threshold 5.", errors["spec.condition.recovery"]);
        Assert.Contains("needs a runbook", errors["spec.runbook"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_preview_needs_a_lead_and_a_range_that_can_be_read()
    {
        await world.SettleAsync(new("http://127.0.0.1:9"));
        using var viewer = await world.ClientAsync("viewer", Role.Viewer);
        using var lead = await world.ClientAsync("lead", Role.Lead);

        var forbidden = await SendAsync(viewer, Spec("warning"), "6h");
        var odd = await SendAsync(lead, Spec("warning"), "ever");

        Assert.Equal(HttpStatusCode.Forbidden, forbidden.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, odd.StatusCode);
        Assert.Equal(
            "ever is no range: write 1h to 90d, such as 24h or 7d.",
            (string?)(await RuleWorld.JsonAsync(odd))["errors"]!["range"]![0]
        );
    }

    [Fact]
    public async Task The_chart_of_a_backend_that_is_away_fails_in_its_words()
    {
        await world.SettleAsync(new("http://127.0.0.1:9"));
        await world.RuleAsync("dark", interval: "1h");
        using var viewer = await world.ClientAsync("viewer", Role.Viewer);

        var response = await viewer.GetAsync($"/api/v1/rules/{world.Name}-dark/chart", RuleWorld.Cancellation);

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Contains(
            "cannot be reached",
            (string?)(await RuleWorld.JsonAsync(response))["detail"],
            StringComparison.Ordinal
        );
    }

    private JsonObject Spec(string severity) =>
        new()
        {
            ["service"] = $"{world.Name}-service",
            ["backend"] = $"{world.Name}-prom",
            ["query"] = "level",
            ["interval"] = "1m",
            ["condition"] = new JsonObject { ["operator"] = ">", ["threshold"] = 5 },
            ["for"] = "5m",
            ["severity"] = severity,
            ["runbook"] = $"{world.Name}-runbook",
            ["annotations"] = new JsonObject { ["summary"] = "{{ labels.route }} fails {{ value }}" },
        };

    /// <summary>Every minute of seven hours: bad for 15 minutes five hours ago, for 3 minutes two hours ago.</summary>
    private static string Samples(DateTimeOffset now) =>
        "# TYPE level gauge\n"
        + string.Concat(
            Enumerable
                .Range(-420, 421)
                .Select(minute =>
                    $"level{{route=\"/pay\"}} {(minute is >= -300 and < -285 or >= -120 and < -117 ? 9 : 2)} {now.AddMinutes(minute).ToUnixTimeSeconds()}\n"
                )
        );

    private long Now() => world.Get<NodaTime.IClock>().GetCurrentInstant().ToUnixTimeSeconds();

    private static Task<HttpResponseMessage> SendAsync(HttpClient client, JsonObject spec, string range) =>
        client.PostAsJsonAsync(
            "/api/v1/rules/preview",
            new JsonObject { ["spec"] = spec, ["range"] = range },
            RuleWorld.Cancellation
        );

    private static async Task<JsonNode> PreviewAsync(HttpClient client, JsonObject spec, string range)
    {
        var response = await SendAsync(client, spec, range);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await RuleWorld.JsonAsync(response);
    }

    private static async Task<JsonNode> GetAsync(HttpClient client, string path) =>
        await RuleWorld.JsonAsync(await client.GetAsync(path, RuleWorld.Cancellation));
}
