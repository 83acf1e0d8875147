using NodaTime;
using Portal.Alerting;
using Portal.Domain.Alerting;
using Portal.Domain.Slos;
using Portal.Slos.Measuring;
using Portal.Tests.MainJob;

namespace Portal.Tests.Slos;

public sealed class BurnAlertTests(PortalApp app)
{
    private const string Policy =
        "alertPolicies: [ { kind: AlertPolicy, metadata: { name: quick }, spec: { conditions: [ { spec: { severity: page, condition: { kind: burnrate, threshold: 2, lookbackWindow: 2m, alertAfter: 20s } } } ] } } ]";

    private static readonly Duration Step = Duration.FromSeconds(10);
    private static readonly Duration Hour = Duration.FromHours(1);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_burn_fires_and_resolves_and_says_what_it_spends()
    {
        var now = SloScene.Now(app, Step);
        var mended = now + (Step * 4);
        var broken = new Traffic(Step, _ => 100, at => at < mended && at >= now - Duration.FromMinutes(10) ? 50 : 0);
        await using var scene = await SloScene.SetAsync(
            app,
            broken.OpenMetrics(new Interval(now - (Hour * 3), now + Hour))
        );
        await scene.DefineAsync(more: Policy);

        await Eventually.TrueAsync(
            async () => (await TransitionsAsync(scene)).Count == 2,
            () => "It has fired and resolved"
        );

        var transitions = await TransitionsAsync(scene);
        Assert.Equal([AlertState.Firing, AlertState.Resolved], transitions.Select(step => step.To));
        Assert.Equal(5, transitions[0].Value);
        var alert = Assert.Single(
            (await scene.Get<AlertStore>().InstancesAsync([scene.Slo.Id], Cancellation))[scene.Slo.Id]
        );
        Assert.Equal(
            ($"{scene.Name}-burn", scene.Name, "quick", "critical"),
            (alert.Labels["alertname"], alert.Labels["slo"], alert.Labels["tier"], alert.Labels["severity"])
        );
        Assert.StartsWith("service-", alert.Labels["service"], StringComparison.Ordinal);
        Assert.StartsWith("team-", alert.Labels["team"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_firing_alert_survives_that_the_backend_is_away_and_ends_with_its_slo()
    {
        var now = SloScene.Now(app, Step);
        var broken = new Traffic(Step, _ => 100, at => at >= now - Duration.FromMinutes(10) ? 50 : 0);
        await using var scene = await SloScene.SetAsync(
            app,
            broken.OpenMetrics(new Interval(now - (Hour * 3), now + Hour))
        );
        await scene.DefineAsync(more: Policy);
        var slo = scene.Slo.Id;
        await Eventually.TrueAsync(async () => (await TransitionsAsync(scene)).Count == 1, () => "It fires");

        scene.Prometheus.Kill();
        await Eventually.TrueAsync(async () => (await scene.StatusAsync()).AlertsAreFrozen, () => "It is frozen");
        var status = await scene.StatusAsync();
        Assert.True(Assert.Single(status.Tiers).IsFiring);
        Assert.Single(await TransitionsAsync(scene));

        await scene.DeleteAsync();
        var closed = Assert.Single((await scene.Get<AlertStore>().InstancesAsync([slo], Cancellation))[slo]);
        Assert.Equal((AlertState.Resolved, TransitionReason.Deleted), (closed.State, closed.ResolvedReason));
    }

    [Fact]
    public async Task A_claim_that_has_passed_to_another_replica_writes_nothing()
    {
        var now = SloScene.Now(app, Step);
        var calm = new Traffic(Step, _ => 100, _ => 0);
        await using var scene = await SloScene.SetAsync(
            app,
            calm.OpenMetrics(new Interval(now - (Hour * 3), now + Hour))
        );
        await scene.DefineAsync();
        await scene.BackfilledAsync();
        await scene.MeasuredAsync(now + Step);
        var row = await scene.ScheduleAsync();
        var stale = new DueSlo(row, scene.Slo, now, Duration.Zero);
        await scene.MeasuredAsync(now + (Step * 3));

        var pass = new MeasuredPass(
            stale,
            [new(now - Step, SliceSums.Of(0, 1_000_000))],
            HealthStatus.Ok,
            null,
            0,
            now,
            now
        );
        await scene.Get<CommitSlices>().CommitAsync([pass], Cancellation);

        Assert.Equal(0, (await scene.StatusAsync(now)).Bad);
        Assert.True((await scene.ScheduleAsync()).NextSlice > now);
    }

    private static async Task<IReadOnlyList<StoredTransition>> TransitionsAsync(SloScene scene) =>
        [
            .. (
                await scene.Get<AlertStore>().TransitionsAsync(scene.Slo.Id, NodaConstants.UnixEpoch, 10, Cancellation)
            ).OrderBy(step => step.Seq),
        ];
}
