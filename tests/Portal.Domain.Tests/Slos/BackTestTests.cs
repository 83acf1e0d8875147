using NodaTime;
using Portal.Domain.Slos;

namespace Portal.Domain.Tests.Slos;

public sealed class BackTestTests
{
    private const int ThreeDays = 3 * 24 * 60;

    [Theory]
    [MemberData(
        nameof(ErrorBudgetTests.Rows),
        "detection_minutes_step_outage_constant_traffic_clean_history",
        MemberType = typeof(ErrorBudgetTests)
    )]
    public void An_outage_is_found_at_the_first_slice_after_the_known_time(int row)
    {
        var vector = SloVector.Section("detection_minutes_step_outage_constant_traffic_clean_history")[row];
        var history = new History().Then(ThreeDays).Then(ThreeDays, vector.Required("error_ratio"));
        var sums = history.Sums();

        foreach (var (key, alert) in BurnRateAlertTests.Detectors)
        {
            var fired = BackTest.Run(An.Slo(vector.Required("objective"), alerts: alert), sums, history.All);

            var known = vector.Nested("minutes_to_fire").Number(key);
            Assert.Equal(known is not null, fired.Count == 1);
            Assert.Equal(
                known is { } minutes ? ThreeDays + Math.Floor(minutes) + 1 : null,
                MinutesTo(fired is [var first] ? first.Start : null)
            );
        }
    }

    [Theory]
    [InlineData(60, null, 14.4, 5)]
    [InlineData(60, 60, 14.4, 60)]
    [InlineData(1440, null, 3, 120)]
    [InlineData(1440, 1440, 3, 1436)]
    public void The_short_window_ends_it_at_the_slice_after_the_known_time(
        int longMinutes,
        int? shortMinutes,
        double factor,
        int reset
    )
    {
        var history = new History().Then(ThreeDays).Then(60, errorRatio: 1).Then(ThreeDays);
        var share = (decimal)factor * longMinutes / (30 * 24 * 60);

        var fired = BackTest.Run(
            An.Slo(alerts: An.Alert(share, longMinutes, shortMinutes)),
            history.Sums(),
            history.All
        );

        Assert.Equal(ThreeDays + 60 + reset, MinutesTo(Assert.Single(fired).End));
    }

    [Fact]
    public void A_faster_tier_holds_back_the_slower_ones()
    {
        var history = new History().Then(ThreeDays).Then(60, errorRatio: 1).Then(600);

        var fired = BackTest.Run(WorkbookSlo(), history.Sums(), history.All);

        Assert.Equal("60m, 360m, 1440m, 4320m", string.Join(", ", fired.Select(period => period.Alert.Name)));
        Assert.All(fired.Zip(fired.Skip(1)), pair => Assert.Equal(pair.First.End, pair.Second.Start));
        Assert.Equal(1000, fired[0].Peak);
    }

    [Fact]
    public void A_gap_neither_ends_nor_begins_anything()
    {
        var history = new History().Then(120).Then(30, errorRatio: 1).Gap(60).Then(120);

        var fired = BackTest.Run(An.Slo(alerts: An.Alert()), history.Sums(), history.All);

        // The hour is covered again when fewer than 6 slices of it are missing, and calm 5 minutes after the gap.
        Assert.Equal(120 + 30 + 60 + 54, MinutesTo(Assert.Single(fired).End));
        Assert.Equal(121, MinutesTo(fired[0].Start));
    }

    [Fact]
    public void Silence_after_an_outage_does_not_end_it()
    {
        var history = new History().Then(120).Then(30, errorRatio: 1).Then(600, requests: 0);

        Assert.Null(Assert.Single(BackTest.Run(An.Slo(alerts: An.Alert()), history.Sums(), history.All)).End);
    }

    [Fact]
    public void Too_few_failures_page_nobody()
    {
        var history = new History().Then(120, requests: 1).Then(2, errorRatio: 1, requests: 1).Then(120, requests: 1);

        Assert.Single(BackTest.Run(An.Slo(alerts: An.Alert()), history.Sums(), history.All));
        Assert.Empty(BackTest.Run(An.Slo(minBad: 3, alerts: An.Alert()), history.Sums(), history.All));
    }

    [Fact]
    public void A_calendar_window_judges_by_the_length_of_its_month()
    {
        // A burn of 14: above 13.44 in February, below 14.88 in January and March.
        var history = new History().Then(90 * 1440, errorRatio: 0.014m);
        var month = new CalendarWindow(CalendarUnit.Month, CalendarWindow.DefaultAnchor, "UTC");

        var fired = Assert.Single(BackTest.Run(An.Slo(window: month, alerts: An.Alert()), history.Sums(), history.All));

        Assert.Equal(Instant.FromUtc(2026, 2, 1, 0, 0), fired.Start);
        Assert.Equal(Instant.FromUtc(2026, 3, 1, 0, 0), fired.End);
    }

    [Fact]
    public void The_prediction_is_what_the_live_status_says()
    {
        var history = new History()
            .Then(ThreeDays)
            .Then(20, 0.5m)
            .Gap(9)
            .Then(200)
            .Then(50, 0.008m)
            .Then(60, requests: 0)
            .Then(90);
        IsPredicted(WorkbookSlo(), history, ThreeDays);
    }

    [Fact]
    public void So_it_is_for_alerts_of_a_share_of_the_budget()
    {
        var month = 30 * 24 * 60;
        var history = new History().Then(month).Then(20, 0.5m).Then(100).Then(90, 0.3m).Then(400);

        var fired = IsPredicted(
            An.Slo(
                alerts:
                [
                    new AbsoluteBudgetAlert("spent", 0.02m, Duration.FromHours(1), BudgetAlertSeverity.Page),
                    new BudgetDropAlert("drop", 0.1m, Duration.FromHours(6), BudgetAlertSeverity.Ticket),
                    new BudgetRemainingAlert("quarter", 0.25m, BudgetAlertSeverity.Ticket),
                ]
            ),
            history,
            month
        );

        Assert.Equal(3, fired.Select(period => period.Alert).Distinct().Count());
    }

    private static IReadOnlyList<FiredPeriod> IsPredicted(Slo slo, History history, int fromMinute)
    {
        var sums = history.Sums();
        var from = History.Start + Duration.FromMinutes(fromMinute);
        var notified = new List<(string, Instant)>();
        string[] firing = [];

        for (var at = from + Duration.FromMinutes(1); at <= history.End; at += Duration.FromMinutes(1))
        {
            var tiers = SloStatus.Of(slo, sums.Read(slo, at), firing).Tiers;
            firing = [.. tiers.Where(tier => tier.IsFiring).Select(tier => tier.Alert.Name)];
            notified.AddRange(tiers.Where(tier => tier.Notifies).Select(tier => (tier.Alert.Name, at)));
        }

        var predicted = BackTest.Run(slo, sums, new Interval(from, history.End));
        Assert.Equal(notified.Order(), predicted.SelectMany(period => Minutes(period, history.End)).Order());
        Assert.NotEmpty(notified);
        return predicted;
    }

    [Fact]
    public void Ninety_days_of_minutes_are_replayed()
    {
        var history = new History();
        for (var day = 0; day < 90; day++)
        {
            history.Then(1400).Then(40, errorRatio: day % 10 == 0 ? 0.5m : 0);
        }

        var fired = BackTest.Run(WorkbookSlo(), history.Sums(), history.All);

        Assert.Equal(9, fired.Count(period => period.Alert.Name == "60m"));
    }

    private static Slo WorkbookSlo() => An.Slo(alerts: [.. BurnRateAlertTests.Detectors.Values]);

    private static IEnumerable<(string, Instant)> Minutes(FiredPeriod period, Instant end)
    {
        for (var at = period.Start; at < (period.End ?? end + Duration.Epsilon); at += Duration.FromMinutes(1))
        {
            yield return (period.Alert.Name, at);
        }
    }

    private static decimal? MinutesTo(Instant? at) =>
        at is { } instant ? (decimal)(instant - History.Start).TotalMinutes : null;
}
