using NodaTime;
using Portal.Alerting;
using Portal.Domain.Alerting;
using Portal.Domain.Labels;
using Portal.Domain.Telemetry;
using Portal.Ui;

namespace Portal.Tests.Alerting;

public sealed class RuleChartTests
{
    private static readonly Instant Start = Instant.FromUtc(2026, 11, 20, 0, 0);
    private static readonly Duration Step = Duration.FromMinutes(1);

    [Fact]
    public void The_worst_series_come_first_and_a_spike_survives_the_thinning()
    {
        var calm = Series("calm", _ => 1);
        var spiky = Series("spiky", at => at == 777 ? 9 : 0);
        var rule = Rule(Comparison.Above, 5);

        var chart = RuleChart.Of(rule, [calm, spiky], Range, Step, [], []);

        Assert.Equal(["spiky", "calm"], chart.Series.Select(series => series.Name), StringComparer.Ordinal);
        Assert.True(chart.T.Count <= 400);
        Assert.Equal(9, chart.Series[0].Values.Max());
        Assert.All(chart.Series, series => Assert.Equal(chart.T.Count, series.Values.Count));
    }

    [Fact]
    public void Where_low_is_bad_the_lowest_is_the_worst()
    {
        var chart = RuleChart.Of(
            Rule(Comparison.Below, 5),
            [Series("high", _ => 9), Series("low", at => at == 100 ? 1 : 8)],
            Range,
            Step,
            [],
            []
        );

        Assert.Equal("low", chart.Series[0].Name);
        Assert.Equal(1, chart.Series[0].Values.Min());
        Assert.Equal("fires below 5", Assert.Single(chart.Lines).Label);
    }

    [Fact]
    public void Firing_is_a_band_from_the_first_to_the_last_alert()
    {
        StoredTransition[] history =
        [
            Moved("a", 1, 10, null, AlertState.Firing),
            Moved("b", 1, 12, null, AlertState.Firing),
            Moved("a", 2, 14, AlertState.Firing, AlertState.Resolved),
            Moved("b", 2, 20, AlertState.Firing, AlertState.Resolved),
            Moved("c", 5, 3, AlertState.Recovering, AlertState.Resolved),
        ];

        var bands = FiredBands.Of(history, [], Range);

        Assert.Equal([(At(0), (long?)At(3)), (At(10), At(20))], bands.Select(band => (band.From, band.To)));
        Assert.Equal("Fired for 10\u00a0min", bands[1].Title);
    }

    [Theory]
    [InlineData("sum(rate(errors[5m])) / sum(rate(all[5m]))", 0.05, ChartUnit.Percent)]
    [InlineData(
        "histogram_quantile(0.99, sum by (le) (rate(http_request_duration_seconds_bucket[5m])))",
        0.5,
        ChartUnit.Seconds
    )]
    [InlineData("rate(x_seconds_sum[5m]) / rate(x_seconds_count[5m])", 0.5, ChartUnit.Seconds)]
    [InlineData("process_resident_memory_bytes", 1e9, ChartUnit.Bytes)]
    [InlineData("rate(http_request_duration_seconds_count[5m])", 100, ChartUnit.Number)]
    [InlineData("up{path=\"a/b\"}", 0.5, ChartUnit.Number)]
    public void The_unit_is_read_from_the_names_of_metrics(string query, double threshold, ChartUnit expected) =>
        Assert.Equal(expected, RuleWords.Unit(Rule(Comparison.Above, threshold) with { Query = query }));

    private static Interval Range => new(Start, Start + Duration.FromMinutes(1439));

    private static AlertRule Rule(Comparison comparison, double threshold) =>
        new()
        {
            Service = "s",
            Backend = "b",
            Query = "q",
            Condition = new(comparison, threshold),
            Severity = Severity.Warning,
        };

    private static SeriesPoints Series(string route, Func<int, double> value)
    {
        var steps = Enumerable.Range(0, 1440).ToList();
        return new(LabelSet.Of(("route", route)), [.. steps.Select(at => Start + Step * at)], [.. steps.Select(value)]);
    }

    private static StoredTransition Moved(string alert, long seq, int minute, AlertState? from, AlertState to) =>
        new()
        {
            Fingerprint = alert,
            Seq = seq,
            At = Start + Duration.FromMinutes(minute),
            From = from,
            To = to,
            Reason = "",
        };

    private static long At(int minute) => (Start + Duration.FromMinutes(minute)).ToUnixTimeSeconds();
}
