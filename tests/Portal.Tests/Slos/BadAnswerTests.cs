using System.Globalization;
using System.Text;
using NodaTime;
using Portal.Domain.Alerting;
using Portal.Domain.Slos;
using Portal.Slos.Reading;

namespace Portal.Tests.Slos;

/// <summary>What a real Prometheus answers where something is wrong with the metrics, and what is said of it.</summary>
public sealed class BadAnswerTests(PortalApp app)
{
    private static readonly Duration Step = Duration.FromSeconds(10);
    private static readonly Duration Hour = Duration.FromHours(1);
    private static readonly Traffic Steady = new(Step, _ => 100, at => at.ToUnixTimeSeconds() % 40 == 0 ? 8 : 0);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task More_good_events_than_events_are_kept_as_counted_spend_nothing_and_are_told()
    {
        var (scene, now) = await SceneAsync();
        await using var _ = scene;
        await scene.DefineIndicatorAsync(
            Ratio("counter: true", "good", "requests_total", "requests_total{code=\"200\"}")
        );
        await MeasuredAsync(scene, now);

        foreach (var status in new[] { await scene.StatusAsync(now), await scene.StatusAsync() })
        {
            Assert.Equal((0m, 1m, 1m), (status.Bad, status.Sli, status.Budget.Remaining));
            Assert.True(status.Good > status.Total, "It is kept as it was counted");
            Assert.Contains("more good events", status.Notice, StringComparison.Ordinal);
            Assert.Contains("do not count the same events", status.Notice, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("bad", "sum(increase(requests_total[10s])) * (0 / 0)", "increase(requests_total[10s])")]
    [InlineData("bad", "sum(increase(requests_total[10s])) / 0", "increase(requests_total[10s])")]
    [InlineData("good", "-sum(increase(requests_total[10s])) / 0", "increase(requests_total[10s])")]
    [InlineData("good", "increase(requests_total[10s])", "increase(requests_total[10s]) / 0")]
    public async Task What_is_no_number_is_not_measured_and_claims_nothing(string kind, string part, string total)
    {
        var (scene, now) = await SceneAsync();
        await using var _ = scene;
        await scene.DefineIndicatorAsync(Ratio("counter: false", kind, part, total));
        await MeasuredAsync(scene, now);

        var status = await scene.StatusAsync(now);
        Assert.Equal((SloState.NoData, 0m), (status.State, status.Coverage));
        var row = await scene.ScheduleAsync();
        Assert.Equal(HealthStatus.Partial, row.Health);
        Assert.Contains("NaN or infinite and are not measured", row.Error, StringComparison.Ordinal);
        Assert.Contains("in the queries of the indicator", row.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_too_large_to_add_up_is_not_measured_and_stops_nothing()
    {
        var (scene, now) = await SceneAsync();
        await using var _ = scene;
        // Every other slice has fractions, so that no decimal holds the sum of both.
        await scene.DefineIndicatorAsync(
            Ratio(
                "counter: false",
                "bad",
                "vector(0)",
                "vector(1) * (vector(time()) % 20 >= bool 10) * 9e17 + 0.123456789"
            )
        );
        await MeasuredAsync(scene, now);

        var status = await scene.StatusAsync(now);
        Assert.Equal((180 * 0.123456789m, 0.5m), (status.Total, status.Coverage));
        var row = await scene.ScheduleAsync();
        Assert.Equal(HealthStatus.Partial, row.Health);
        Assert.Contains("too large to count", row.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Timeslices", "target: 0.9, timeSliceTarget: 0.95")]
    [InlineData("RatioTimeslices", "target: 0.9")]
    public async Task More_good_events_than_events_are_told_within_three_slices_where_slices_are_counted(
        string method,
        string objective
    )
    {
        var (scene, now) = await SceneAsync();
        await using var _ = scene;
        await scene.DefineIndicatorAsync(
            Ratio("counter: true", "good", "requests_total", "requests_total{code=\"200\"}"),
            objective,
            method
        );
        await scene.MeasuredAsync(now + (Step * 2));

        foreach (var status in new[] { await scene.StatusAsync(now + (Step * 2)), await scene.StatusAsync() })
        {
            Assert.Contains("more good events", status.Notice, StringComparison.Ordinal);
            Assert.Contains("do not count the same events", status.Notice, StringComparison.Ordinal);
        }

        await scene.DefineIndicatorAsync(
            Ratio("counter: true", "bad", "requests_total{code=\"500\"}", "requests_total"),
            objective,
            method
        );
        await MeasuredAsync(scene, now);
        Assert.Null((await scene.StatusAsync()).Notice);
    }

    [Theory]
    [InlineData("Timeslices", "timeSliceTarget: 0.95,")]
    [InlineData("RatioTimeslices", "")]
    public async Task More_good_events_than_events_that_begin_in_an_hour_of_good_counts_are_told_with_the_third_slice(
        string method,
        string target
    )
    {
        var now = SloScene.Now(app, Step);
        var wrong = now - (Step * 30);
        var traffic = new Traffic(Step, _ => 100, at => at >= wrong ? 6 : 3);
        await using var scene = await SloScene.SetAsync(
            app,
            traffic.OpenMetrics(new Interval(now - (Hour * 3), now + Hour))
        );
        // Of a hundred 97 are good, and then 94 of 90 that are counted.
        await scene.DefineIndicatorAsync(
            Ratio(
                "counter: false",
                "good",
                "sum(increase(requests_total{code=\"200\"}[10s]))",
                $"sum(increase(requests_total[10s])) - 10 * (vector(time()) > bool {wrong.ToUnixTimeSeconds()})"
            ),
            $"{target} target: 0.9",
            method
        );
        await scene.BackfilledAsync();
        var replay = await SloReplay.OfAsync(scene, now - Hour);
        for (
            var at = now - Hour;
            at <= wrong + (Step * 2);
            at += (await replay.PassAsync(at)).Due.IsCaughtUp ? Step : Duration.Zero
        )
        {
            Assert.Null((await scene.StatusAsync(at)).Notice);
        }

        await replay.PassAsync(wrong + (Step * 3));

        Assert.Contains(
            "more good events",
            (await scene.ScheduleAsync()).ToReading(scene.Slo.Spec)!.Notice,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_metric_that_vanished_is_a_gap_freezes_and_is_told_of()
    {
        var now = SloScene.Now(app, Step);
        var vanished = now - Duration.FromMinutes(10);
        await using var scene = await SloScene.SetAsync(
            app,
            Steady.OpenMetrics(new Interval(now - (Hour * 3), vanished))
        );
        await scene.DefineAsync();
        await MeasuredAsync(scene, now);

        var status = await scene.StatusAsync();
        Assert.True(status.Coverage < 1);
        Assert.Equal(SloState.NoData, status.State);
        var coverage = await scene.Get<LedgerGaps>().OfAsync(scene.Slo, Cancellation);
        Assert.Equal(vanished, Assert.Single(coverage.Gaps).Start);
        Assert.Equal(HealthStatus.NoData, coverage.Row!.Health);
        Assert.Contains("total returns no series: check its metric", coverage.Row.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_counter_that_begins_again_at_zero_loses_and_invents_nothing()
    {
        var now = SloScene.Now(app, Step);
        var text = new StringBuilder("# TYPE requests counter\n");
        foreach (var (code, count) in new[] { (200, 92), (500, 8) })
        {
            for (var step = 0; step <= 1100; step++)
            {
                // It begins again every 70 slices, in the middle of an hour and at the end of one.
                var (at, value) = (now + (Step * (step - 1080)), count * (step % 70));
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"requests_total{{code=\"{code}\"}} {value} {at.ToUnixTimeSeconds()}\n"
                );
            }
        }

        await using var scene = await SloScene.SetAsync(app, text.ToString());
        await scene.DefineAsync();
        await MeasuredAsync(scene, now);

        var status = await scene.StatusAsync(now);
        // In the slice of a new beginning nothing was counted by then: it adds what the counter has come to, which is 0.
        var beginnings = Enumerable.Range(721, 360).Count(step => step % 70 == 0);
        Assert.Equal(
            (8m * (360 - beginnings), 100m * (360 - beginnings), 1m),
            (status.Bad, status.Total, status.Coverage)
        );
    }

    private async Task<(SloScene Scene, Instant Now)> SceneAsync()
    {
        var now = SloScene.Now(app, Step);
        return (await SloScene.SetAsync(app, Steady.OpenMetrics(new Interval(now - (Hour * 3), now + Hour))), now);
    }

    private static async Task MeasuredAsync(SloScene scene, Instant until)
    {
        await scene.BackfilledAsync();
        // Live measuring begins at the definition, and one slice of it is to be there.
        await scene.MeasuredAsync(until + (Step * 2));
    }

    private static string Ratio(string how, string kind, string part, string total) =>
        $"{{ ratioMetric: {{ {how}, {kind}: {Source(part)}, total: {Source(total)} }} }}";

    private static string Source(string query) =>
        $"{{ metricSource: {{ metricSourceRef: BACKEND, spec: {{ query: '{query}' }} }} }}";
}
