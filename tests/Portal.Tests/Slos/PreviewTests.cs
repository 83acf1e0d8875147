using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using NodaTime;
using NodaTime.Text;
using Portal.Access;
using Portal.Data;
using Portal.Domain.Teams;
using Portal.Manifests;
using Portal.Slos;
using Portal.Slos.Preview;

namespace Portal.Tests.Slos;

public sealed class PreviewTests(PortalApp app)
{
    private static readonly Duration Minute = Duration.FromMinutes(1);
    private static readonly Duration Hour = Duration.FromHours(1);

    private static readonly Traffic Broken = new(
        Minute,
        _ => 100,
        at => at.ToUnixTimeSeconds() / 60 % 300 < 20 ? 40 : 1
    );

    private static readonly string[] Columns = ["t", "sli", "budgetRemaining", "burn"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_previewed_is_what_is_measured_once_it_is_saved()
    {
        var now = SloScene.Now(app, Minute);
        await using var scene = await SloScene.SetAsync(
            app,
            Broken.OpenMetrics(new Interval(now - Duration.FromDays(3), now + Hour))
        );
        await scene.DefineAsync(window: "1d", objective: "0.99", slice: "1m");
        await scene.BackfilledAsync();

        var history = await scene
            .Get<PreviewSlo>()
            .AskAsync(Actor.Portal, scene.Slo.Spec, Duration.FromDays(1), Cancellation);
        var played = history.Play(scene.Slo.Spec);

        var end = played.Status.Window.End;
        var status = await scene.StatusAsync(end);
        Assert.Equal(Broken.Between(end - Duration.FromDays(1), end), (played.Status.Bad, played.Status.Total));
        Assert.Equal((status.Sli, status.Budget), (played.Status.Sli, played.Status.Budget));
        Assert.NotEmpty(played.Fired);
    }

    [Fact]
    public async Task The_answers_of_the_API_hold_what_the_contract_names()
    {
        var now = SloScene.Now(app, Minute);
        await using var scene = await SloScene.SetAsync(
            app,
            Broken.OpenMetrics(new Interval(now - (Hour * 30), now + Hour))
        );
        await scene.DefineAsync(window: "1d", objective: "0.99", slice: "1m");
        await scene.BackfilledAsync();
        using var client = await ClientAsync();
        var at = InstantPattern.ExtendedIso.Format(now);

        var slo = await client.GetFromJsonAsync<JsonObject>($"/api/v1/slos/{scene.Name}", Cancellation);
        var status = await client.GetFromJsonAsync<JsonObject>(
            $"/api/v1/slos/{scene.Slo.Id}/status?at={at}",
            Cancellation
        );
        var history = await client.GetFromJsonAsync<JsonObject>(
            $"/api/v1/slos/{scene.Name}/history?maxPoints=5",
            Cancellation
        );
        var burn = await client.GetFromJsonAsync<JsonObject>(
            $"/api/v1/slos/{scene.Name}/charts/burn?range=6h",
            Cancellation
        );

        Assert.Equal("0.99", slo!["objectiveHistory"]![0]!["objective"]!.GetValue<string>());
        var (bad, total) = Broken.Between(now - Duration.FromDays(1), now);
        Assert.Equal((bad, total), (status!["bad"]!.GetValue<decimal>(), status["total"]!.GetValue<decimal>()));
        Assert.Equal("1", status["coverage"]!.GetValue<string>());
        Assert.Equal(
            "1h",
            status["burnRates"]!.AsArray().Single(one => one!["window"]!.GetValue<string>() == "1h")![
                "window"
            ]!.GetValue<string>()
        );
        Assert.All(Columns, column => Assert.Equal(5, history![column]!.AsArray().Count));
        Assert.Single(burn!["series"]!.AsArray());
    }

    [Fact]
    public async Task A_preview_over_HTTP_is_judged_as_saving_would_be()
    {
        var now = SloScene.Now(app, Minute);
        await using var scene = await SloScene.SetAsync(
            app,
            Broken.OpenMetrics(new Interval(now - (Hour * 30), now + Hour))
        );
        await scene.DefineAsync(window: "1d", objective: "0.99", slice: "1m");
        using var client = await ClientAsync();
        var yaml = ManifestExport.Yaml(SloDraft.Manifest("unsaved", SloManifest.Definition.Write(scene.Slo.Spec)));

        using var good = await client.PostAsync("/api/v1/slos/preview?range=1d", new StringContent(yaml), Cancellation);
        var answer = await good.Content.ReadFromJsonAsync<JsonObject>(Cancellation);
        Assert.Equal("0.99", answer!["status"]!["objective"]!.GetValue<string>());
        Assert.NotEmpty(answer["backTest"]!.AsArray());

        using var bad = await client.PostAsync(
            "/api/v1/slos/preview",
            new StringContent(yaml.Replace("0.99", "1.0", StringComparison.Ordinal)),
            Cancellation
        );
        Assert.Equal(HttpStatusCode.BadRequest, bad.StatusCode);
        var problem = await bad.Content.ReadFromJsonAsync<JsonObject>(Cancellation);
        Assert.Contains(
            "error budget",
            problem!["errors"]!["spec.objectives[0].target"]![0]!.GetValue<string>(),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("""{ "apiVersion": "openslo/v1", "kind": "SLO", "metadata": { "name": "a" }, "spec": {} }""", "a")]
    [InlineData("""{ "name": "b", "spec": { "service": "s" } }""", "b")]
    [InlineData("""{ "service": "s" }""", "unsaved")]
    [InlineData("""{ "metadata": "x", "spec": { "service": "s" } }""", "unsaved")]
    [InlineData("""{ "metadata": ["x"], "name": "d", "spec": { "service": "s" } }""", "d")]
    [InlineData("apiVersion: openslo/v1\nkind: SLO\nmetadata: { name: c }\nspec: {}", "c")]
    public void A_draft_comes_as_a_document_or_as_its_spec(string body, string name) =>
        Assert.Equal(name, SloDraft.Read(body).Name);

    [Theory]
    [InlineData("apiVersion: portal/v1\nkind: Team\nmetadata: { name: c }\nspec: {}")]
    [InlineData("{ broken")]
    [InlineData("""{ "service": "s", "service": "t" }""")]
    [InlineData("""{ "metadata": { "name": "a", "name": "b" }, "spec": {} }""")]
    [InlineData("""{ "spec": { "service": "s", "objectives": [ { "target": 0.9, "target": 0.8 } ] } }""")]
    [InlineData("")]
    public void What_is_no_SLO_is_refused(string body) =>
        Assert.Throws<InvalidInputException>(() => SloDraft.Read(body));

    private async Task<HttpClient> ClientAsync()
    {
        var tokens = (ApiTokens)app.Services.GetService(typeof(ApiTokens))!;
        var token = await tokens.CreateAsync(
            Actor.Portal,
            $"slo-{Guid.NewGuid()}",
            PortalApp.User,
            Role.Admin,
            null,
            Cancellation
        );
        var client = app.CreateVisitor();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }
}
