using Portal.Access;
using Portal.Alerting;
using Portal.Domain.Alerting;
using Portal.Domain.Telemetry;
using Portal.Manifests;

namespace Portal.Tests.Alerting;

/// <summary>What becomes of alerts when somebody changes their rule.</summary>
public sealed class RuleChangeTests(PortalApp app)
{
    private readonly RuleWorld world = new(app);

    [Fact]
    public async Task Deleting_a_rule_resolves_its_alerts_and_says_why()
    {
        await using var fake = await FiringAsync("gone");
        var rule = world.Rule("gone").Id;

        await world.DeleteAsync("AlertRule", "gone");

        Assert.Equal((AlertState.Resolved, "deleted"), await LastAsync(rule));
        Assert.Equal(AlertState.Resolved, Assert.Single(await world.AlertsAsync(rule)).State);
    }

    [Fact]
    public async Task Pausing_a_rule_resolves_its_alerts_and_resuming_raises_them_anew()
    {
        await using var fake = await FiringAsync("rest");
        var switches = world.Get<RuleSwitches>();

        await switches.PauseAsync(Actor.Portal, world.Rule("rest"), paused: true, RuleWorld.Cancellation);
        await RuleWorld.EventuallyAsync(
            async () => await LastAsync(world.Rule("rest").Id) == (AlertState.Resolved, "paused"),
            "It did not resolve"
        );
        Assert.Equal(RuleState.Paused, (await world.StatusAsync("rest")).State);

        await switches.PauseAsync(Actor.Portal, world.Rule("rest"), paused: false, RuleWorld.Cancellation);
        await world.ReachesAsync("rest", RuleState.Firing);
    }

    [Fact]
    public async Task Editing_the_labels_ends_the_old_alert_and_goes_on_with_a_new_one()
    {
        await using var fake = await FiringAsync("labelled");

        await world.RuleAsync("labelled", more: ", labels: { tier: \"1\" }");
        await RuleWorld.EventuallyAsync(
            async () => (await world.AlertsAsync(world.Rule("labelled").Id)).Count == 2,
            "No new alert"
        );

        var alerts = await world.AlertsAsync(world.Rule("labelled").Id);
        var old = Assert.Single(alerts, alert => !alert.IsOpen);
        var now = Assert.Single(alerts, alert => alert.IsOpen);
        Assert.Equal(TransitionReason.LabelsChanged, old.ResolvedReason);
        Assert.Equal(old.Fingerprint, now.Continues);
        Assert.Equal("1", now.Labels["tier"]);
    }

    [Fact]
    public async Task Editing_the_threshold_keeps_the_alert()
    {
        await using var fake = await FiringAsync("kept");
        var before = Assert.Single(await world.AlertsAsync(world.Rule("kept").Id));

        await world.RuleAsync("kept", more: ", keepFiringFor: 1m");
        fake.Answer = _ => Task.FromResult<double?>(0);
        await world.ReachesAsync("kept", RuleState.Recovering);

        var after = Assert.Single(await world.AlertsAsync(world.Rule("kept").Id));
        Assert.Equal((before.Fingerprint, before.StartsAt), (after.Fingerprint, after.StartsAt));
    }

    [Fact]
    public async Task The_alert_of_a_backend_ends_with_the_last_rule_that_failed()
    {
        await using var fake = await FakePrometheus.StartAsync();
        fake.IsBroken = true;
        await world.SettleAsync(fake.Uri);
        await world.RuleAsync("failing");
        var backend = world.Get<IDefinitions>().Find<Backend>($"{world.Name}-prom")!;
        await RuleWorld.EventuallyAsync(
            async () => await world.AlertsAsync(backend.Id) is [{ State: AlertState.Firing }],
            "No alert"
        );

        await world.DeleteAsync("AlertRule", "failing");

        Assert.Equal((AlertState.Resolved, "restored"), await LastAsync(backend.Id));
    }

    private async Task<FakePrometheus> FiringAsync(string rule)
    {
        var fake = await FakePrometheus.StartAsync();
        fake.Answer = _ => Task.FromResult<double?>(9);
        await world.SettleAsync(fake.Uri);
        await world.RuleAsync(rule);
        await world.ReachesAsync(rule, RuleState.Firing);
        return fake;
    }

    private async Task<(AlertState, string)> LastAsync(Guid source)
    {
        var last = (await world.StepsAsync(source))[^1];
        return (last.To, last.Reason);
    }
}
