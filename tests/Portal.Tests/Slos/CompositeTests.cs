using System.Net.Http.Json;
using System.Text.Json.Nodes;
using NodaTime;
using Portal.Access;
using Portal.Alerting;
using Portal.Domain.Alerting;
using Portal.Domain.Slos;
using Portal.Manifests;
using Portal.Slos.Reading;
using Portal.Tests.MainJob;

namespace Portal.Tests.Slos;

/// <summary>A journey over two SLOs that ask two Prometheus of their own.</summary>
public sealed class CompositeTests(PortalApp app)
{
    private const string Burns =
        "alertPolicies: [ { kind: AlertPolicy, metadata: { name: quick }, spec: { conditions: [ { spec: { severity: page, condition: { kind: burnrate, threshold: 2, lookbackWindow: 10m, alertAfter: 1m } } } ] } } ]";

    private static readonly Duration Step = Duration.FromSeconds(10);
    private static readonly Duration Hour = Duration.FromHours(1);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_the_weighted_mean_of_its_members_and_burns_with_them()
    {
        var now = SloScene.Now(app, Step);
        await using var bad = await SceneAsync(now, at => at >= now - Duration.FromMinutes(20) ? 60 : 0);
        await using var good = await SceneAsync(now, _ => 0);
        await using var made = await MadeAsync(bad, "weighted", (bad.Name, 3), (good.Name, 1));
        var journey = made.Journey;

        AlertInstance? alert = null;
        await Eventually.TrueAsync(
            async () =>
                (
                    alert = (await bad.Get<AlertStore>().InstancesAsync([journey.Id], Cancellation))[journey.Id]
                        .FirstOrDefault()
                )
                    is { State: AlertState.Firing },
            () => "The journey's alert fires"
        );

        // Sixty of a hundred fail in one, none in the other: 0.6 · 3 / 4 over a budget of 0.1.
        Assert.Equal(4.5, alert!.Value!.Value, 1);
        var directory = bad.Get<SloDirectory>();
        var status = await directory.StatusAsync(Actor.Portal, journey, null, Cancellation);
        var parts = await bad.Get<JourneyParts>().OfAsync(Actor.Portal, journey, Cancellation);
        Assert.Equal(SloState.Breached, status.State);
        Assert.Equal([1m, 0m], parts.Select(part => part.Share));
        Assert.Equal(parts.Sum(part => part.Member.Weight * (1 - part.Sli!.Value)) / 4, 1 - status.Sli!.Value, 9);

        using var client = await app.ProgramAsync();
        var answer = await client.GetFromJsonAsync<JsonArray>($"/api/v1/slos/{journey.Name}/parts", Cancellation);
        Assert.Equal("1", answer![0]!["share"]!.GetValue<string>());
        var history = await client.GetFromJsonAsync<JsonObject>(
            $"/api/v1/slos/{journey.Name}/history?maxPoints=5",
            Cancellation
        );
        Assert.Equal(5, history!["sli"]!.AsArray().Count(value => value is not null));
    }

    [Fact]
    public async Task A_member_whose_backend_is_away_leaves_it_without_data_and_resolves_nothing()
    {
        var now = SloScene.Now(app, Step);
        await using var bad = await SceneAsync(now, at => at >= now - Duration.FromMinutes(20) ? 60 : 0);
        await using var good = await SceneAsync(now, _ => 0);
        await using var made = await MadeAsync(bad, "worstOf", (bad.Name, 1), (good.Name, 1));
        var journey = made.Journey;
        var store = bad.Get<AlertStore>();
        async Task<AlertInstance?> AlertAsync() =>
            (await store.InstancesAsync([journey.Id], Cancellation))[journey.Id].FirstOrDefault();

        await Eventually.TrueAsync(
            async () => await AlertAsync() is { State: AlertState.Firing },
            () => "The journey's alert fires"
        );
        good.Prometheus.Kill();

        await Eventually.TrueAsync(
            async () =>
                (await bad.Get<SloDirectory>().StatusAsync(Actor.Portal, journey, null, Cancellation)).AlertsAreFrozen,
            () => "It is frozen"
        );
        Assert.Equal(AlertState.Firing, (await AlertAsync())!.State);
    }

    [Fact]
    public async Task Circles_strangers_and_corrections_are_refused_and_members_stay()
    {
        var now = SloScene.Now(app, Step);
        await using var one = await SceneAsync(now, _ => 0);
        await using var two = await SceneAsync(now, _ => 0);
        await using var made = await MadeAsync(one, "allGood", (one.Name, 1), (two.Name, 1));

        await RefusedAsync(
            () => one.ApplyAsync(Journey(one, "allGood", ($"{one.Name}-journey", 1), (two.Name, 1))),
            "contain itself"
        );
        await RefusedAsync(() => one.ApplyAsync(Journey(one, "allGood", (one.Name, 1), ("nobody", 1))), "nobody");
        await RefusedAsync(
            () =>
                one.ApplyAsync(
                    $"{{ apiVersion: portal/v1, kind: Correction, metadata: {{ name: {one.Name}-c }}, spec: {{ slo: {one.Name}-journey, from: 2026-06-14T02:00, duration: 2h, reason: drill }} }}"
                ),
            "correct its members"
        );
        await RefusedAsync(() => one.DeleteAsync(), $"{one.Name}-journey");
    }

    private static async Task RefusedAsync(Func<Task> attempt, string says) =>
        Assert.Contains(says, (await Assert.ThrowsAnyAsync<Exception>(attempt)).ToString(), StringComparison.Ordinal);

    private async Task<SloScene> SceneAsync(Instant now, Func<Instant, long> failures)
    {
        var traffic = new Traffic(Step, _ => 100, failures);
        var scene = await SloScene.SetAsync(app, traffic.OpenMetrics(new Interval(now - (Hour * 3), now + Hour)));
        await scene.DefineAsync();
        await scene.BackfilledAsync();
        return scene;
    }

    private static async Task<MadeJourney> MadeAsync(
        SloScene scene,
        string method,
        params (string Slo, int Weight)[] members
    )
    {
        await scene.ApplyAsync(Journey(scene, method, members));
        return new MadeJourney(scene, scene.Get<IDefinitions>().Find<Slo>($"{scene.Name}-journey")!);
    }

    private static string Journey(SloScene scene, string method, params (string Slo, int Weight)[] members) =>
        $$"""
            apiVersion: openslo/v1
            kind: SLO
            metadata: { name: {{scene.Name}}-journey }
            spec:
              service: {{scene.Slo.Spec.Service}}
              indicator: { spec: { composite: { method: {{method}}, members: [ {{string.Join(
                ", ",
                members.Select(member => $"{{ slo: {member.Slo}, weight: {member.Weight} }}")
            )}} ] } } }
              timeWindow: [ { duration: 1h, isRolling: true } ]
              objectives: [ { target: 0.9, timeSliceWindow: 10s } ]
              {{Burns}}
            """;

    /// <summary>Goes before its members, which it keeps from being deleted.</summary>
    private sealed record MadeJourney(SloScene Scene, Definition<Slo> Journey) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() =>
            await Scene.Get<ManifestApplier>().DeleteAsync(Actor.Portal, "SLO", Journey.Name, CancellationToken.None);
    }
}
