using System.Globalization;
using System.Text;
using NodaTime;
using Portal.Domain.Slos;

namespace Portal.Tests.Slos;

/// <summary>Each kind of indicator against a real Prometheus whose every sample is known.</summary>
public sealed class SliKindTests(PortalApp app)
{
    private const string Source = "metricSource: { metricSourceRef: BACKEND, spec: ";

    private static readonly Duration Step = Duration.FromSeconds(10);

    [Theory]
    [InlineData("1")]
    [InlineData("1.0")]
    public async Task Latency_counts_the_bucket_whichever_way_its_bound_is_spelt(string spelling)
    {
        var now = SloScene.Now(app, Step);
        var text = new StringBuilder("# TYPE wait histogram\n");
        foreach (var (le, perStep) in new[] { ("0.3", 60), (spelling, 90), ("+Inf", 100) })
        {
            Samples(text, now, $"wait_bucket{{le=\"{le}\"}}", step => step * perStep);
        }

        Samples(text, now, "wait_count", step => step * 100);
        Samples(text, now, "wait_sum", step => step * 40);
        await using var scene = await SloScene.SetAsync(app, text.ToString());

        await scene.DefineIndicatorAsync(
            $"{{ ratioMetric: {{ counter: true, good: {{ {Source}{{ histogram: wait, le: 1 }} }} }}, total: {{ {Source}{{ histogram: wait }} }} }} }} }}"
        );
        var status = await StatusAsync(scene, now);

        Assert.Equal((36_000m, 3_600m, 1m), (status.Total, status.Bad, status.Coverage));
        Assert.Equal(1, status.Budget.Consumed);
    }

    [Fact]
    public async Task A_bound_that_is_no_bucket_measures_nothing_and_claims_nothing()
    {
        var now = SloScene.Now(app, Step);
        var text = new StringBuilder("# TYPE wait histogram\n");
        Samples(text, now, "wait_bucket{le=\"+Inf\"}", step => step * 100);
        Samples(text, now, "wait_count", step => step * 100);
        await using var scene = await SloScene.SetAsync(app, text.ToString());

        await scene.DefineIndicatorAsync(
            $"{{ ratioMetric: {{ counter: true, good: {{ {Source}{{ histogram: wait, le: 0.7 }} }} }}, total: {{ {Source}{{ histogram: wait }} }} }} }} }}"
        );
        var status = await StatusAsync(scene, now);

        Assert.Equal((SloState.NoData, 0m), (status.State, status.Coverage));
    }

    [Theory]
    [InlineData("success", 0.25)]
    [InlineData("failure", 0.75)]
    public async Task A_gauge_is_as_good_as_the_mean_of_its_samples(string type, double bad)
    {
        var now = SloScene.Now(app, Step);
        var text = new StringBuilder("# TYPE probe gauge\n");
        Samples(text, now, "probe", step => step % 4 == 0 ? 0 : 1);
        await using var scene = await SloScene.SetAsync(app, text.ToString());

        await scene.DefineIndicatorAsync(
            $"{{ ratioMetric: {{ rawType: {type}, raw: {{ {Source}{{ query: probe }} }} }} }} }}"
        );
        var status = await StatusAsync(scene, now);

        Assert.Equal(360 * (decimal)bad, status.Bad);
        Assert.Equal(360, status.Total);
    }

    [Theory]
    [InlineData("Occurrences", "op: lte, value: 5, target: 0.9")]
    [InlineData("Timeslices", "op: lte, value: 5, target: 0.9, timeSliceTarget: 1")]
    public async Task A_value_makes_each_slice_good_or_bad_and_the_worst_series_counts(string method, string objective)
    {
        var now = SloScene.Now(app, Step);
        var text = new StringBuilder("# TYPE depth gauge\n");
        Samples(text, now, "depth{queue=\"a\"}", step => step % 10 == 0 ? 6 : 5);
        Samples(text, now, "depth{queue=\"b\"}", _ => 1);
        await using var scene = await SloScene.SetAsync(app, text.ToString());

        await scene.DefineIndicatorAsync(
            $"{{ thresholdMetric: {{ {Source}{{ query: depth }} }} }} }}",
            objective,
            method
        );
        var status = await StatusAsync(scene, now);

        Assert.Equal((36m, 360m), (status.Bad, status.Total));
        Assert.Equal(1, status.Budget.Consumed);
    }

    private static async Task<SloStatus> StatusAsync(SloScene scene, Instant now)
    {
        await scene.BackfilledAsync();
        await scene.MeasuredAsync(now);
        return await scene.StatusAsync(now);
    }

    /// <summary>A sample at the end of every slice from three hours before now until a while after.</summary>
    private static void Samples(StringBuilder text, Instant now, string series, Func<int, int> value)
    {
        for (var step = 0; step <= 1_110; step++)
        {
            var at = (now + (Step * (step - 1_080))).ToUnixTimeSeconds();
            text.Append(CultureInfo.InvariantCulture, $"{series} {value(step)} {at}\n");
        }
    }
}
