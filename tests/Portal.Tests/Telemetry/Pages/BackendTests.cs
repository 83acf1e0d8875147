using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Portal.Domain.Teams;
using Portal.Telemetry.Pages;
using Portal.Tests.Alerting;

namespace Portal.Tests.Telemetry.Pages;

public sealed class BackendTests(PortalApp app)
{
    private readonly RuleWorld world = new(app);

    [Fact]
    public async Task A_backend_is_told_without_its_secret_and_with_who_uses_it()
    {
        await world.SettleAsync(new("http://127.0.0.1:9"));
        await world.RuleAsync("asks", interval: "1h");
        await world.ApplyAsync(
            "{ apiVersion: portal/v1, kind: Backend, metadata: { name: $-secret }, spec: { url: \"http://127.0.0.1:9\", auth: { type: bearer, token: hidden-token } } }"
        );
        using var viewer = await world.ClientAsync("viewer", Role.Viewer);

        var all = await viewer.GetStringAsync("/api/v1/backends", RuleWorld.Cancellation);
        var used = JsonNode.Parse(
            await viewer.GetStringAsync($"/api/v1/backends/{world.Name}-prom", RuleWorld.Cancellation)
        )!;

        Assert.DoesNotContain("hidden-token", all, StringComparison.Ordinal);
        Assert.DoesNotContain("enc:", all, StringComparison.Ordinal);
        Assert.Equal($"{world.Name}-asks", (string?)Assert.Single(used["usedBy"]!.AsArray())!["name"]);
    }

    [Fact]
    public async Task A_test_says_which_program_answers_or_why_none_does()
    {
        await using var prometheus = await PrometheusServer.StartAsync("# TYPE level gauge\nlevel 1 1\n");
        await world.SettleAsync(prometheus.Uri);
        using var lead = await world.ClientAsync("lead", Role.Lead);
        var path = $"/api/v1/backends/{world.Name}-prom";

        var works = await TestAsync(lead, path);
        prometheus.Kill();
        var away = await TestAsync(lead, path);
        var told = JsonNode.Parse(await lead.GetStringAsync(path, RuleWorld.Cancellation))!;

        Assert.True((bool)works["works"]!, (string?)works["says"]);
        Assert.Contains("answered in", (string?)works["says"], StringComparison.Ordinal);
        Assert.False((bool)away["works"]!);
        Assert.Contains("cannot be reached", (string?)away["says"], StringComparison.Ordinal);
        Assert.Equal("failing", (string?)told["health"]);
        Assert.NotNull(told["lastAnswered"]);
    }

    [Fact]
    public async Task Only_administrators_try_what_is_not_saved()
    {
        await world.SettleAsync(new("http://127.0.0.1:9"));
        using var lead = await world.ClientAsync("lead", Role.Lead);
        var body = new JsonObject { ["spec"] = new JsonObject { ["url"] = "http://127.0.0.1:9" } };

        var response = await lead.PostAsJsonAsync("/api/v1/backends/test", body, RuleWorld.Cancellation);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Contains(
            "needs the role admin",
            (string?)(await RuleWorld.JsonAsync(response))["detail"],
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_stored_secret_is_not_sent_to_another_address()
    {
        await world.SettleAsync(new("http://127.0.0.1:9"));
        await world.ApplyAsync(
            "{ apiVersion: portal/v1, kind: Backend, metadata: { name: $-secret }, spec: { url: \"https://prom.example\", auth: { type: bearer, token: t } } }"
        );
        var form = BackendForm.Of(
            world.Get<Portal.Manifests.IDefinitions>().Find<Domain.Telemetry.Backend>($"{world.Name}-secret")!
        );
        form.Url = "https://elsewhere.example";
        var test = world.Get<Portal.Telemetry.TestBackend>();

        var refused = await Assert.ThrowsAsync<Portal.Data.InvalidInputException>(() =>
            test.UnsavedAsync(Portal.Access.Actor.Portal, form.Name, form.ToSpec(), RuleWorld.Cancellation)
        );

        Assert.True(form.MustTypeSecret);
        Assert.StartsWith("Enter the secret again", refused.Message, StringComparison.Ordinal);
    }

    private static async Task<JsonNode> TestAsync(HttpClient client, string path)
    {
        using var nothing = new StringContent("");
        return await RuleWorld.JsonAsync(await client.PostAsync($"{path}/test", nothing, RuleWorld.Cancellation));
    }
}
