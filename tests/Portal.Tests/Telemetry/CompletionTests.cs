using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Portal.Domain.Teams;
using Portal.Tests.Alerting;
using Portal.Tests.Telemetry.Prometheus;

namespace Portal.Tests.Telemetry;

/// <summary>Names for whoever types a query, asked of a real Prometheus by the portal.</summary>
public sealed class CompletionTests(PortalApp app)
{
    private const int Many = 10_500;

    private readonly RuleWorld world = new(app);

    private string Root => $"/api/v1/backends/{world.Name}-prom";

    [Fact]
    public async Task Ten_thousand_metrics_are_told_in_parts_and_found_by_their_letters()
    {
        await using var prometheus = await PrometheusServer.StartAsync(Metrics(Many));
        await world.SettleAsync(prometheus.Uri);
        using var lead = await world.ClientAsync("lead", Role.Lead);

        var all = await GetAsync(lead, "metric-types");
        var few = await GetAsync(lead, "metrics?limit=2&contains=M1049");
        var least = await GetAsync(lead, "metrics?limit=0");

        Assert.Equal((1000, Many), (all["items"]!.AsArray().Count, (int)all["total"]!));
        Assert.Equal("m10490_total m10491_total", string.Join(' ', few["items"]!.AsArray()));
        Assert.Equal(11, (int)few["total"]!);
        Assert.Single(least["items"]!.AsArray());
    }

    [Fact]
    public async Task What_begins_with_the_letters_comes_before_what_holds_them()
    {
        await using var prometheus = await PrometheusServer.StartAsync(
            Recent("a_wait 1\nwait_b 1\nwait_c{job=\"shop\"} 1\nother 1")
        );
        await world.SettleAsync(prometheus.Uri);
        using var lead = await world.ClientAsync("lead", Role.Lead);

        var found = await GetAsync(lead, "metrics?contains=wait");
        var values = await GetAsync(lead, "label-values?label=job&metric=wait_c&contains=SH");

        Assert.Equal("wait_b wait_c a_wait", string.Join(' ', found["items"]!.AsArray()));
        Assert.Equal("shop", string.Join(' ', values["items"]!.AsArray()));
    }

    [Fact]
    public async Task The_type_of_a_metric_is_what_the_backend_says_and_else_what_its_name_says()
    {
        await using var backend = await FakeBackend.StartAsync(context =>
            context.Response.WriteAsync(
                context.Request.Path.Value!.EndsWith("metadata", StringComparison.Ordinal)
                    ? """{"status":"success","data":{"level":[{"type":"gauge","help":"How full","unit":""}],"empty":[]}}"""
                    : """{"status":"success","data":["level","hits_total","wait_bucket","level2"]}"""
            )
        );
        await world.SettleAsync(backend.Uri);
        using var lead = await world.ClientAsync("lead", Role.Lead);

        var items = (await GetAsync(lead, "metric-types"))["items"]!.AsArray();

        Assert.Equal(
            "level:gauge hits_total:counter wait_bucket:counter level2:unknown",
            string.Join(' ', items.Select(item => $"{item!["name"]}:{item["type"]}"))
        );
        Assert.Equal("How full", (string?)items[0]!["help"]);
    }

    [Fact]
    public async Task A_question_asked_again_within_a_minute_is_not_asked_of_the_backend()
    {
        await using var backend = await FakeBackend.AnsweringAsync("""{"status":"success","data":["up"]}""");
        await world.SettleAsync(backend.Uri);
        using var lead = await world.ClientAsync("lead", Role.Lead);

        await GetAsync(lead, "labels?metric=up");
        var asked = backend.Asked;
        await GetAsync(lead, "labels?metric=up");
        await GetAsync(lead, "labels?metric=up&contains=u");
        Assert.Equal(asked, backend.Asked);

        await GetAsync(lead, "labels?metric=down");
        Assert.Equal(asked + 1, backend.Asked);
    }

    [Fact]
    public async Task A_backend_that_is_away_is_told_and_asked_anew_when_it_is_back()
    {
        await using var prometheus = await PrometheusServer.StartAsync(Recent("up 1"));
        await world.SettleAsync(prometheus.Uri);
        using var lead = await world.ClientAsync("lead", Role.Lead);

        prometheus.Kill();
        using var away = await lead.GetAsync($"{Root}/metric-types", RuleWorld.Cancellation);
        await prometheus.RestartAsync();

        Assert.Equal(HttpStatusCode.BadGateway, away.StatusCode);
        Assert.Contains(
            "cannot be reached",
            await away.Content.ReadAsStringAsync(RuleWorld.Cancellation),
            StringComparison.Ordinal
        );
        Assert.Equal(1, (int)(await GetAsync(lead, "metric-types"))["total"]!);
    }

    [Theory]
    [InlineData("metrics")]
    [InlineData("metric-types")]
    [InlineData("labels")]
    [InlineData("label-values?label=job")]
    public async Task Who_may_not_ask_backends_is_told_no_names(string path)
    {
        await world.SettleAsync(new("http://127.0.0.1:9"));
        using var viewer = await world.ClientAsync("viewer", Role.Viewer);

        using var answer = await viewer.GetAsync($"{Root}/{path}", RuleWorld.Cancellation);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    private async Task<JsonNode> GetAsync(HttpClient client, string path) =>
        JsonNode.Parse(await client.GetStringAsync($"{Root}/{path}", RuleWorld.Cancellation))!;

    private string Metrics(int count)
    {
        var text = new StringBuilder();
        for (var i = 0; i < count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"m{i}_total 1\n");
        }

        return Recent(text.ToString());
    }

    /// <summary>Samples of a moment ago.</summary>
    private string Recent(string samples)
    {
        var at = app.Get<NodaTime.IClock>().GetCurrentInstant().ToUnixTimeSeconds() - 60;
        return string.Join(
            '\n',
            samples.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(sample => $"{sample} {at}")
        );
    }
}
