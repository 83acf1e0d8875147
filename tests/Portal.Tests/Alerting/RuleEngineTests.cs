using Portal.Alerting;
using Portal.Domain.Alerting;
using Portal.Domain.Telemetry;
using Portal.Manifests;

namespace Portal.Tests.Alerting;

/// <summary>Rules as they run: real PostgreSQL, real Prometheus, the portal's own engine.</summary>
public sealed class RuleEngineTests(PortalApp app)
{
    private readonly RuleWorld world = new(app);

    [Fact]
    public async Task A_rule_goes_from_pending_to_firing_to_resolved_in_order()
    {
        await using var gauge = await Gauge.StartAsync();
        await using var prometheus = await gauge.ScrapedAsync();
        await world.SettleAsync(prometheus.Uri);
        await world.RuleAsync("story", more: ", for: 2s");

        gauge.Value = 9;
        await world.ReachesAsync("story", RuleState.Firing);
        gauge.Value = 1;
        await world.ReachesAsync("story", RuleState.Inactive);

        var steps = await world.StepsAsync(world.Rule("story").Id);
        Assert.Equal([1L, 2L, 3L], steps.Select(step => step.Seq));
        Assert.Equal([AlertState.Pending, AlertState.Firing, AlertState.Resolved], steps.Select(step => step.To));
        Assert.Equal(
            ["conditionMet", "forReached", "recovered"],
            steps.Select(step => step.Reason),
            StringComparer.Ordinal
        );
        Assert.True(steps[1].At - steps[0].At >= NodaTime.Duration.FromSeconds(2));
    }

    [Fact]
    public async Task A_backend_that_dies_freezes_its_rules_and_raises_one_alert_for_itself()
    {
        await using var gauge = await Gauge.StartAsync();
        await using var prometheus = await gauge.ScrapedAsync();
        gauge.Value = 9;
        await world.SettleAsync(prometheus.Uri);
        await world.RuleAsync("one");
        await world.RuleAsync("two", query: "level + 1");
        await world.ReachesAsync("one", RuleState.Firing);
        await world.ReachesAsync("two", RuleState.Firing);

        prometheus.Kill();
        var backend = world.Get<IDefinitions>().Find<Backend>($"{world.Name}-prom")!;
        await RuleWorld.EventuallyAsync(
            async () => await world.AlertsAsync(backend.Id) is [{ State: AlertState.Firing }],
            "The backend raised no alert"
        );

        foreach (var rule in new[] { "one", "two" })
        {
            var status = await world.StatusAsync(rule);
            Assert.Equal((RuleState.Firing, HealthStatus.Error), (status.State, status.Health));
            Assert.Contains("cannot be reached", status.LastError, StringComparison.Ordinal);
        }

        await prometheus.RestartAsync();
        await world.SettleAsync(prometheus.Uri, timeout: "6s"); // a changed backend is asked again at once
        await RuleWorld.EventuallyAsync(
            async () => await world.AlertsAsync(backend.Id) is [{ State: AlertState.Resolved }],
            "The backend's alert did not resolve"
        );
        Assert.Equal(
            [AlertState.Firing, AlertState.Resolved],
            (await world.StepsAsync(backend.Id)).Select(step => step.To)
        );
    }
}
