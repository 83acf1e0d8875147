using NodaTime;
using Portal.Domain.Alerting;
using Portal.Manifests;
using Portal.Slos.Reading;
using Portal.Tests.MainJob;

namespace Portal.Tests.Slos;

public sealed class LedgerTests(PortalApp app)
{
    private static readonly Duration Step = Duration.FromSeconds(10);
    private static readonly Duration Hour = Duration.FromHours(1);

    private static readonly Traffic Uneven = new(
        Step,
        at => 20 + (at.ToUnixTimeSeconds() / 10 % 13),
        at => at.ToUnixTimeSeconds() / 10 % 7 % 3
    );

    [Fact]
    public async Task The_past_and_the_slices_since_add_up_to_what_the_counters_counted()
    {
        var now = SloScene.Now(app, Step);
        await using var scene = await SloScene.SetAsync(app, Uneven.OpenMetrics(Around(now)));
        await scene.DefineAsync();

        var later = now + (Step * 3);
        await scene.BackfilledAsync();
        await scene.MeasuredAsync(later);

        var status = await scene.StatusAsync(later);
        var (bad, total) = Uneven.Between(later - Hour, later);
        Assert.Equal((bad, total, 1m), (status.Bad, status.Total, status.Coverage));
        Assert.Equal(bad / (0.1m * total), status.Budget.Consumed);
    }

    [Fact]
    public async Task An_outage_of_the_backend_is_a_gap_that_is_made_up_for_when_it_is_back()
    {
        var now = SloScene.Now(app, Step);
        await using var scene = await SloScene.SetAsync(app, Uneven.OpenMetrics(Around(now)));
        await scene.DefineAsync();
        await scene.BackfilledAsync();
        await scene.MeasuredAsync(now + Step);

        scene.Prometheus.Kill();
        await Eventually.TrueAsync(
            async () => await scene.ScheduleAsync() is { FailedPasses: > 1, Health: HealthStatus.Error },
            () => "The passes fail"
        );
        var gap = await scene.Get<LedgerGaps>().OfAsync(scene.Slo, TestContext.Current.CancellationToken);
        Assert.NotEmpty(gap.Gaps);

        await scene.Prometheus.RestartAsync();
        var back = SloScene.Now(app, Step) + Step;
        await scene.MeasuredAsync(back);
        var status = await scene.StatusAsync(back);
        Assert.Equal((Uneven.Between(back - Hour, back).Total, 1m), (status.Total, status.Coverage));
    }

    [Fact]
    public async Task Another_objective_reads_the_same_ledger_and_another_query_begins_a_new_one()
    {
        var now = SloScene.Now(app, Step);
        await using var scene = await SloScene.SetAsync(app, Uneven.OpenMetrics(Around(now)));
        await scene.DefineAsync(objective: "0.9");
        await scene.BackfilledAsync();
        var before = await scene.StatusAsync(now);

        await scene.DefineAsync(objective: "0.95");
        var after = await scene.StatusAsync(now);
        Assert.Equal((before.Bad, before.Total), (after.Bad, after.Total));
        Assert.Equal(after.Bad / (0.05m * after.Total), after.Budget.Consumed);
        Assert.Equal(1, (await scene.ScheduleAsync()).Generation);

        await scene.DefineAsync(objective: "0.95", bad: "requests_total{code=\"200\"}");
        await scene.BackfilledAsync();
        var turned = await scene.StatusAsync(now);
        Assert.Equal(2, (await scene.ScheduleAsync()).Generation);
        Assert.Equal((after.Total, after.Total - after.Bad), (turned.Total, turned.Bad));
    }

    [Fact]
    public async Task A_longer_window_asks_for_the_past_that_it_needs()
    {
        var now = SloScene.Now(app, Step);
        await using var scene = await SloScene.SetAsync(
            app,
            Uneven.OpenMetrics(new Interval(now - (Hour * 5), now + Hour))
        );
        await scene.DefineAsync(window: "1h");
        await scene.BackfilledAsync();

        await scene.DefineAsync(window: "3h");
        await scene.BackfilledAsync();

        Assert.Equal(1m, (await scene.StatusAsync(now)).Coverage);
        Assert.Equal(1, (await scene.ScheduleAsync()).Generation);
    }

    [Fact]
    public async Task A_gap_of_days_does_not_end_the_search_for_the_past()
    {
        var minute = Duration.FromMinutes(1);
        var now = SloScene.Now(app, minute);
        var traffic = Uneven with { Step = minute };
        var old = now - Duration.FromDays(6);
        await using var scene = await SloScene.SetAsync(
            app,
            traffic.OpenMetrics(new Interval(old, old + Hour), new Interval(now - Hour, now + Hour))
        );

        await scene.DefineAsync(window: "7d", slice: "1m");
        await scene.BackfilledAsync();

        var measured = (await scene.ScheduleAsync()).MeasuredFrom;
        Assert.Equal(old, measured);
        Assert.Equal(traffic.Between(old, old + Hour).Total, (await scene.StatusAsync(old + Hour)).Total);
    }

    [Fact]
    public async Task What_is_exported_applies_without_a_change()
    {
        var now = SloScene.Now(app, Step);
        await using var scene = await SloScene.SetAsync(app, Uneven.OpenMetrics(Around(now)));
        await scene.DefineAsync(more: "alertPolicies: [ medium-burn ]");

        var actions = await scene.ApplyAsync(scene.Get<ManifestExport>().Yaml("SLO"));

        Assert.All(actions, action => Assert.Equal(ManifestResult.Unchanged, action));
    }

    [Fact]
    public async Task The_course_of_a_day_ends_on_the_numbers_of_the_status()
    {
        var now = SloScene.Now(app, Step);
        await using var scene = await SloScene.SetAsync(app, Uneven.OpenMetrics(Around(now)));
        await scene.DefineAsync();
        await scene.BackfilledAsync();

        foreach (var range in new[] { Hour * 2, Duration.FromDays(7) })
        {
            var course = await scene
                .Get<SloCourse>()
                .LoadAsync(scene.Slo, now - range, now, Hour, 100, TestContext.Current.CancellationToken);
            var status = await scene.StatusAsync(now);

            Assert.Equal(now, course.Instants[^1]);
            Assert.Equal(status.Sli, course.BurnDown.Sli[^1]);
            Assert.Equal(status.Budget.Remaining, course.BurnDown.BudgetRemaining[^1]);
        }
    }

    [Fact]
    public async Task A_stretch_of_time_tells_what_it_took_from_the_budget()
    {
        var now = SloScene.Now(app, Step);
        await using var scene = await SloScene.SetAsync(app, Uneven.OpenMetrics(Around(now)));
        await scene.DefineAsync();
        await scene.BackfilledAsync();

        var stretch = new Interval(now - Duration.FromMinutes(10), now);
        var spent = await scene
            .Get<SloLedger>()
            .SpentAsync(scene.Slo.Spec.Service, stretch, TestContext.Current.CancellationToken);

        var allowed = 0.1m * Uneven.Between(now - Hour, now).Total;
        Assert.Equal(
            new SpentBudget(scene.Name, Uneven.Between(stretch.Start, now).Bad / allowed, 1),
            Assert.Single(spent)
        );
    }

    private static Interval Around(Instant now) => new(now - (Hour * 3), now + Hour);
}
