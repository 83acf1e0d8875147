using NodaTime;
using Portal.Domain.Alerting;
using Portal.Domain.Slos;
using Portal.Slos.Reading;

namespace Portal.Tests.Slos;

/// <summary>Hours of trouble, replayed minute by minute against a real Prometheus that is killed and started again.</summary>
public sealed class OutageTests(PortalApp app)
{
    private const string Policy =
        "alertPolicies: [ { kind: AlertPolicy, metadata: { name: quick }, spec: { conditions: [ { spec: { severity: page, condition: { kind: burnrate, threshold: 2, lookbackWindow: 1h, alertAfter: 5m } } } ] } } ]";

    private static readonly Duration Minute = Duration.FromMinutes(1);
    private static readonly Duration Hour = Duration.FromHours(1);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_backend_that_is_down_for_an_hour_of_a_firing_alert_resolves_and_pages_nothing()
    {
        var now = SloScene.Now(app, Minute);
        var (broken, mended) = (now - (Hour * 3), now - (Minute * 30));
        var traffic = new Traffic(Minute, _ => 100, at => at >= broken && at < mended ? 50 : 0);
        var down = new Interval(now - (Minute * 150), now - (Minute * 90));
        await using var scene = await SloScene.SetAsync(app, traffic.OpenMetrics(new Interval(now - (Hour * 9), now)));
        await scene.DefineAsync(window: "6h", objective: "0.9", slice: "1m", more: Policy);
        var replay = await SloReplay.OfAsync(scene, now - (Hour * 9));
        await replay.PassAllAsync(broken, down.Start);
        var fired = Assert.Single((await replay.TransitionsAsync())["quick"]);
        Assert.Equal(AlertState.Firing, fired.To);

        scene.Prometheus.Kill();
        for (var at = down.Start + Minute; at <= down.End; at += Minute)
        {
            Assert.Equal(HealthStatus.Error, (await replay.PassAsync(at)).Health);
        }

        Assert.Single((await replay.TransitionsAsync())["quick"]);
        await IsFrozenWithAGapAsync(scene, down);

        await scene.Prometheus.RestartAsync();
        await scene.ReconnectAsync();
        await replay.PassAllAsync(down.End + Minute, mended);
        Assert.Single((await replay.TransitionsAsync())["quick"]);
        await replay.PassAllAsync(mended + Minute, now);

        var steps = (await replay.TransitionsAsync())["quick"].ToList();
        Assert.Equal([AlertState.Firing, AlertState.Resolved], steps.Select(step => step.To));
        Assert.InRange(steps[1].At, mended + Minute, mended + (Minute * 5));
        var status = await scene.StatusAsync(now);
        Assert.Equal((50 * 150, 100 * 360, 1m), (status.Bad, status.Total, status.Coverage));
    }

    [Fact]
    public async Task A_clock_that_jumps_back_and_forth_counts_nothing_twice_and_leaves_nothing_out()
    {
        var now = SloScene.Now(app, Minute);
        var traffic = new Traffic(Minute, at => 50 + (at.ToUnixTimeSeconds() / 60 % 7), _ => 3);
        await using var scene = await SloScene.SetAsync(app, traffic.OpenMetrics(new Interval(now - (Hour * 4), now)));
        await scene.DefineAsync(window: "1h", objective: "0.9", slice: "1m");
        var replay = await SloReplay.OfAsync(scene, now - (Hour * 4));

        foreach (var minutes in new[] { 60, 40, 61, 0, 62, 120, 30, 240 })
        {
            await replay.PassAllAsync(now - (Hour * 4) + (Minute * minutes), now - (Hour * 4) + (Minute * minutes));
        }

        foreach (var at in new[] { now - (Hour * 2), now })
        {
            var status = await scene.StatusAsync(at);
            var (bad, total) = traffic.Between(at - Hour, at);
            Assert.Equal((bad, total, 1m), (status.Bad, status.Total, status.Coverage));
        }
    }

    private static async Task IsFrozenWithAGapAsync(SloScene scene, Interval down)
    {
        var reading = (await scene.ScheduleAsync()).ToReading(scene.Slo.Spec)!;
        var status = SloStatus.Of(scene.Slo.Spec, reading, ["quick"]);
        Assert.Equal(down.End, reading.At);
        Assert.True(status.AlertsAreFrozen && Assert.Single(status.Tiers).IsFiring);
        Assert.True(status.Coverage < 1);

        var coverage = await scene.Get<LedgerGaps>().OfAsync(scene.Slo, Cancellation);
        Assert.Equal(down.Start, Assert.Single(coverage.Gaps).Start);
        Assert.Contains("prom-", coverage.Row!.Error, StringComparison.Ordinal);
    }
}
