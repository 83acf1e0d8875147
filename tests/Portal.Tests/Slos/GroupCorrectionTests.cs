using NodaTime;
using Portal.Access;
using Portal.Manifests;
using Portal.Slos.Groups;
using Portal.Tests.MainJob;

namespace Portal.Tests.Slos;

/// <summary>Corrections of an SLO that is told apart by labels, in a real Prometheus.</summary>
public sealed class GroupCorrectionTests(PortalApp app)
{
    private static readonly Duration Hour = Duration.FromHours(1);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("exclude")]
    [InlineData("countAsGood")]
    public async Task A_correction_reaches_into_every_group_and_leaves_it_as_it_was_when_it_is_withdrawn(string effect)
    {
        var now = SloScene.Now(app, Hour);
        await using var scene = await SloScene.SetAsync(
            app,
            GroupTests.Samples(now, Duration.FromMinutes(1), 8, [("/cart", 100, 1), ("/pay", 10, 5)])
        );
        await scene.DefineAsync(window: "5h", objective: "0.98", slice: "1m", more: "groupBy: [ route ]");
        var before = await GroupTests.MeasuredAsync(scene);
        var end = before.Row.StandingAt!.Value;

        // A whole hour and a quarter of the one before, both within every window of five hours that ends now.
        await scene.CorrectAsync(effect, Lasting(end - Hour - Duration.FromMinutes(75), Duration.FromMinutes(75)));
        var corrected = await SettledAsync(scene, page => page.Worst[0].Window != before.Worst[0].Window);
        // Away: what is withdrawn comes back without it.
        scene.Prometheus.Kill();
        await scene.Get<ManifestApplier>().DeleteAsync(Actor.Portal, "Correction", $"{scene.Name}-c", Cancellation);
        var again = await SettledAsync(scene, page => page.Worst[0].Window == before.Worst[0].Window);

        var (pay, cart) = (corrected.Worst[0].Window, corrected.Worst[1].Window);
        Assert.Equal(before.Worst[0].Window.Bad - 375, pay.Bad);
        Assert.Equal(before.Worst[1].Window.Bad - 75, cart.Bad);
        Assert.Equal(before.Worst[0].Window.Total - (effect == "exclude" ? 750 : 0), pay.Total);
        Assert.Equal(before.Worst[1].Window.Total - (effect == "exclude" ? 7500 : 0), cart.Total);
        Assert.Equal(before.Worst.Select(group => group.Window), again.Worst.Select(group => group.Window));
    }

    [Fact]
    public async Task A_correction_that_is_there_before_the_groups_are_measured_counts_at_once_and_waits_for_a_backend_that_is_away()
    {
        var now = SloScene.Now(app, Hour);
        await using var scene = await SloScene.SetAsync(
            app,
            GroupTests.Samples(now, Duration.FromMinutes(1), 8, [("/pay", 10, 5)])
        );
        await scene.DefineAsync(window: "5h", objective: "0.98", slice: "1m");
        await scene.CorrectAsync("exclude", Lasting(now - Hour - Duration.FromMinutes(30), Duration.FromMinutes(15)));
        await scene.DefineAsync(window: "5h", objective: "0.98", slice: "1m", more: "groupBy: [ route ]");
        var first = await SettledAsync(
            scene,
            page => page.Worst.Count > 0 && page.Worst[0].Window.Total < page.Worst[0].Window.Measured * 600
        );
        var hours = first.Worst[0].Window.Measured;
        Assert.Equal((hours * 600) - 150, first.Worst[0].Window.Total);

        scene.Prometheus.Kill();
        await scene.CorrectAsync("exclude", Lasting(now - Hour - Duration.FromMinutes(40), Duration.FromMinutes(20)));
        GroupPage? waiting = null;
        await Eventually.TrueAsync(
            async () => (waiting = await GroupTests.AskAsync(scene)) is { Row.Error: not null },
            () => "It has no answer"
        );
        Assert.Equal(first.Worst[0].Window, waiting!.Worst[0].Window);
    }

    private static Interval Lasting(Instant from, Duration length) => new(from, from + length);

    /// <summary>Measured, no hour due, and as expected.</summary>
    private static async Task<GroupPage> SettledAsync(SloScene scene, Func<GroupPage, bool> expected)
    {
        GroupPage? page = null;
        await Eventually.TrueAsync(
            async () =>
                // In this order: what is asked after no hour is due has them all.
                await scene.DueGroupHoursAsync() == 0
                && (page = await GroupTests.AskAsync(scene)) is { Row.StandingAt: not null } found
                && found.Row.PastFrom <= found.Row.Target
                && expected(found),
            () => $"The groups count their corrections: {page?.Row.Error}"
        );
        return page!;
    }
}
