using NodaTime;
using Portal.Domain.Alerting;
using Portal.Domain.Labels;
using Portal.Domain.Telemetry;

namespace Portal.Domain.Tests.Alerting;

public sealed class AlertReplayTests
{
    private static readonly Duration Step = Duration.FromMinutes(1);

    [Fact]
    public void A_replay_tells_when_it_would_have_fired_and_when_nearly()
    {
        var rule = A.Rule(@for: Duration.FromMinutes(2));

        //                            0  1  2  3  4  5  6  7  8  9  10
        var result = Replay(rule, Row("a", 0, 9, 9, 9, 9, 0, 9, 9, 0, 0, 0), Row("b", 0, 0, 0, 0, 0, 0, 0, 9, 9, 9, 9));

        Assert.Equal("a 3-5 recovered, b 9-11 ", Text(result.Fired));
        Assert.Equal("a 6-8 recovered", Text(result.NearlyFired));
        Assert.Equal(Duration.FromMinutes(2), result.Longest!.Length);
        Assert.Equal(Duration.FromMinutes(2), result.LongestNearly!.Length);
        Assert.Empty(result.Errors);
    }

    [Fact]
    public void A_rule_that_never_met_its_condition_has_no_periods()
    {
        var result = Replay(A.Rule(), Row("a", 0, 0, 0));

        Assert.Null(result.Longest);
        Assert.Null(result.LongestNearly);
    }

    [Fact]
    public void A_step_of_an_hour_is_not_an_outage()
    {
        var hour = Duration.FromHours(1);
        var series = new SeriesPoints(
            LabelSet.Of(("route", "a")),
            [.. Enumerable.Range(0, 5).Select(n => AlertStory.Start + hour * n)],
            [9, 9, 9, 9, 0]
        );

        var result = AlertReplay.Run(
            A.Rule(@for: hour * 2) with
            {
                Paused = true,
            },
            A.Identity,
            [series],
            new(AlertStory.Start, AlertStory.Start + hour * 5),
            hour
        );

        Assert.Equal(AlertStory.Start + hour * 2, Assert.Single(result.Fired).FiredAt);
    }

    [Fact]
    public void A_series_that_ends_is_gone_after_two_steps_while_others_go_on()
    {
        var result = Replay(A.Rule(), Row("a", 9, 9), Row("b", 0, 0, 0, 0, 0, 0));

        Assert.Equal("a 0-3 missingSeries", Text(result.Fired));
    }

    [Fact]
    public void What_cannot_be_judged_is_said_once()
    {
        var result = Replay(A.Rule() with { Limit = 1 }, Row("a", 9, 9, 9), Row("b", 9, 9, 9));

        Assert.Empty(result.Fired);
        Assert.Contains("the limit is 1", Assert.Single(result.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public void A_step_that_goes_nowhere_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            AlertReplay.Run(A.Rule(), A.Identity, [], new(AlertStory.Start, AlertStory.Start + Step), Duration.Zero)
        );

    private static ReplayResult Replay(AlertRule rule, params SeriesPoints[] series)
    {
        var end = series.Max(one => one.Times[^1]) + Step;
        return AlertReplay.Run(rule, A.Identity, series, new(AlertStory.Start, end), Step);
    }

    private static SeriesPoints Row(string route, params double[] values) =>
        new(LabelSet.Of(("route", route)), [.. values.Select((_, minute) => AlertStory.Start + Step * minute)], values);

    private static string Text(IEnumerable<ReplayPeriod> periods) => string.Join(", ", periods.Select(Text));

    private static string Text(ReplayPeriod period) =>
        $"{period.Labels["route"]} {Minute(period.FiredAt ?? period.ActiveAt)}-{Minute(period.EndedAt)} {period.Reason?.Word()}";

    private static double Minute(Instant at) => (at - AlertStory.Start).TotalMinutes;
}
