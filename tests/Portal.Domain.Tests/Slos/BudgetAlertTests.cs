using NodaTime;
using Portal.Domain.Slos;
using static Portal.Domain.Slos.BudgetAlertDecision;

namespace Portal.Domain.Tests.Slos;

/// <summary>Alerts of a share of the budget: spent, dropped, remaining.</summary>
public sealed class BudgetAlertTests
{
    private const int Month = 30 * 24 * 60;

    private static readonly AbsoluteBudgetAlert Spent = new(
        "spent",
        0.02m,
        Duration.FromHours(1),
        BudgetAlertSeverity.Page
    );

    private static readonly BudgetDropAlert Drop = new("drop", 0.1m, Duration.FromHours(6), BudgetAlertSeverity.Ticket);
    private static readonly BudgetRemainingAlert Quarter = new("quarter", 0.25m, BudgetAlertSeverity.Ticket);

    [Fact]
    public void One_failure_of_a_quiet_night_spends_what_it_spends()
    {
        // 10 requests an hour: one failure is a burn rate of 100, and 13.9 % of the 7.2 failures of the month.
        var night = Judged(Spent, bad: 1, hour: 10, window: 7_200);
        Assert.Equal((Fires, 1 / 7.2m), (night.Decision, night.Value));

        // 1,000 a day by 20 of them at night: a failure is 3 % of the month's 30.
        Assert.Equal(Fires, Judged(Spent, bad: 1, hour: 20, window: 30_000).Decision);
        Assert.Equal(Quiet, Judged(Spent, bad: 1, hour: 20, window: 60_000).Decision);
        Assert.Equal(Fires, Judged(new BurnRateAlert("burn", 0.02m, Duration.FromHours(1)), 1, 20, 60_000).Decision);
    }

    [Theory]
    [InlineData(19, Quiet)]
    [InlineData(20, Fires)]
    public void Exactly_the_share_is_spent(int bad, BudgetAlertDecision decision) =>
        Assert.Equal(decision, Judged(Spent, bad, hour: 5_000, window: 1_000_000).Decision);

    [Fact]
    public void The_failures_that_it_takes_are_the_ones_that_make_it_fire()
    {
        foreach (var total in new[] { 7_200m, 30_000, 60_000, 1_000_000, 1_000_001 })
        {
            var needed = Spent.FailuresToFire(An.Slo().Objective, total);
            Assert.Equal(Fires, Judged(Spent, needed, 5_000, total).Decision);
            Assert.Equal(Quiet, Judged(Spent, needed - 1, 5_000, total).Decision);
        }
    }

    [Fact]
    public void A_drop_is_what_was_lost_since_and_not_what_is_gone()
    {
        var lost = new Sums { Window = An.Sums(900, 1_000_000, Month), Before = An.Sums(820, 1_000_000, Month) };
        Assert.Equal((Quiet, 0.08m), (Drop.Decide(An.Slo(), lost), Drop.Measure(An.Slo(), lost)));

        var more = lost with { Before = An.Sums(800, 1_000_000, Month) };
        Assert.Equal((Fires, 0.1m), (Drop.Decide(An.Slo(), more), Drop.Measure(An.Slo(), more)));

        Assert.Equal(Unknown, Drop.Decide(An.Slo(), more with { Before = An.Sums(0, 0, Month) with { Measured = 1 } }));
    }

    [Fact]
    public void A_new_month_begins_with_a_full_budget()
    {
        var month = new CalendarWindow(CalendarUnit.Month, CalendarWindow.DefaultAnchor, "UTC");
        var at = Instant.FromUtc(2026, 2, 1, 1, 0);
        var sums = new Sums
        {
            At = at,
            Period = month.PeriodAt(at),
            Window = An.Sums(1, 10_000),
            Before = An.Sums(9_000, 1_000_000, Month),
        };

        // One of 6,720 failures that February may have at this traffic.
        Assert.Equal(
            (Quiet, 1 / 6_720m),
            (Drop.Decide(An.Slo(window: month), sums), Drop.Measure(An.Slo(window: month), sums))
        );
    }

    [Theory]
    [InlineData(740, Quiet)]
    [InlineData(735, Near)]
    [InlineData(750, Fires)]
    [InlineData(1_100, Fires)]
    public void A_budget_at_its_limit_does_not_flap(int bad, BudgetAlertDecision decision)
    {
        var sums = new Sums { Window = An.Sums(bad is 740 ? 729 : bad, 1_000_000, Month) };

        Assert.Equal(decision, Quarter.Decide(An.Slo(), sums));
        Assert.True(TierState.Next([new(Quarter, Near)], ["quarter"]).Single().IsFiring);
        Assert.False(TierState.Next([new(Quarter, Near)], []).Single().IsFiring);
    }

    [Fact]
    public void Without_traffic_or_slices_nothing_is_said()
    {
        var nothing = new Sums
        {
            Window = An.Sums(0, 0, Month),
            Hour = An.Sums(0, 0),
            All = An.Sums(0, 0, Month),
        };
        var missing = nothing with
        {
            Window = An.Sums(9, 9) with { Expected = Month },
            Hour = An.Sums(9, 9) with { Measured = 1 },
        };

        foreach (var alert in new BudgetAlert[] { Spent, Drop, Quarter })
        {
            Assert.Equal(NoTraffic, alert.Decide(An.Slo(), nothing with { Before = nothing.Window }));
            Assert.Equal(Unknown, alert.Decide(An.Slo(), missing));
        }
    }

    [Fact]
    public void Faster_ones_hold_back_slower_ones_and_less_left_holds_back_more_left()
    {
        var gone = new BudgetRemainingAlert("gone", 0, BudgetAlertSeverity.Page);

        var tiers = TierState.Next([new(Quarter, Fires), new(Drop, Fires), new(gone, Fires), new(Spent, Fires)], []);

        Assert.Equal(
            "spent True, drop False, gone True, quarter False",
            string.Join(", ", tiers.Select(tier => $"{tier.Alert.Name} {tier.Notifies}"))
        );
    }

    [Fact]
    public void Known_sets_are_compared_over_one_history()
    {
        var history = new History().Then(Month).Then(60, 1).Then(Month);
        var (slo, sums) = (An.Slo(), history.Sums());
        var range = new Interval(History.Start + Duration.FromMinutes(Month), history.End);

        var played = SloRehearsal.Of(slo, sums, sums, range, 400);
        var outcomes = played.Compare(slo, sums, sums, range);

        Assert.Equal("presets, absolute, pyrra, remaining", string.Join(", ", outcomes.Select(one => one.Set.Key)));
        Assert.All(outcomes, one => Assert.Equal((1, 1, 1), (one.Pages, one.Found, one.Breaches)));
    }

    private static JudgedAlert Judged(BudgetAlert alert, decimal bad, decimal hour, decimal window) =>
        JudgedAlert.Of(An.Slo(), alert, new Sums { Hour = An.Sums(bad, hour), All = An.Sums(bad, window, Month) });

    private sealed record Sums : IAlertSums
    {
        public Instant At { get; init; } = Instant.FromUtc(2026, 3, 1, 0, 0);

        public Interval Period { get; init; } =
            new(Instant.FromUtc(2026, 1, 30, 0, 0), Instant.FromUtc(2026, 3, 1, 0, 0));

        public SliceSums Window { get; init; }

        public SliceSums Hour { get; init; }

        public SliceSums All { get; init; }

        public SliceSums Before { get; init; }

        public SliceSums Last(Duration lookBack) => lookBack > Duration.FromHours(1) ? All : Hour;

        public SliceSums WindowBefore(Duration ago) => Before;
    }
}
