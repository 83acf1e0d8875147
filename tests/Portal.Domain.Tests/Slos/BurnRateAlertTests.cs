using System.Globalization;
using NodaTime;
using Portal.Domain.Slos;

namespace Portal.Domain.Tests.Slos;

public sealed class BurnRateAlertTests
{
    private static readonly Duration Month = Duration.FromDays(30);
    private static readonly Objective ThreeNines = Objective.Of(0.999m);

    [Theory]
    [MemberData(nameof(ErrorBudgetTests.Rows), "mwmbr_factor", MemberType = typeof(ErrorBudgetTests))]
    public void Factors_follow_from_the_share_and_the_windows(int row)
    {
        var vector = SloVector.Section("mwmbr_factor")[row];
        // "google_pct 2/1h,5/6h": percent of the budget, a slash, the long window in hours.
        var tiers = vector.Text("rule").Split(' ')[^1].Split(',').Select(tier => tier.TrimEnd('h').Split('/'));
        var window = Duration.FromDays((int)vector.Required("window_days"));

        var factors = tiers.Select(tier => An.Alert(Number(tier[0]) / 100, (int)(Number(tier[1]) * 60)).Factor(window));

        Assert.Equal(vector.Numbers("factors"), factors.Select(factor => Math.Round(factor, 10)));
    }

    [Fact]
    public void A_factor_gives_the_share_that_gives_the_factor()
    {
        var alert = BurnRateAlert.OfFactor("six", 6, Duration.FromDays(7), Duration.FromHours(1));

        Assert.Equal(6, alert.Factor(Duration.FromDays(7)));
        Assert.Equal(Duration.FromMinutes(5), alert.ShortWindow);
    }

    [Theory]
    [InlineData("79228162514264337593543950335")]
    [InlineData("-79228162514264337593543950335")]
    public void A_factor_beyond_all_budgets_is_refused(string factor)
    {
        var refused = Assert.Throws<DomainException>(() =>
            BurnRateAlert.OfFactor(
                "huge",
                decimal.Parse(factor, CultureInfo.InvariantCulture),
                Month,
                Duration.FromHours(1)
            )
        );

        Assert.Contains("at most 1", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(864, 72, BudgetAlertDecision.Quiet)] // a burn of exactly 14.4 over one hour
    [InlineData(865, 73, BudgetAlertDecision.Fires)]
    [InlineData(865, 72, BudgetAlertDecision.Quiet)] // it has stopped
    [InlineData(864, 5000, BudgetAlertDecision.Quiet)] // it has only begun
    public void Both_windows_must_be_strictly_above_the_factor(
        int badLong,
        int badShort,
        BudgetAlertDecision expected
    ) =>
        Assert.Equal(
            expected,
            An.Alert().Decide(ThreeNines, Month, An.Sums(badLong, 60_000), An.Sums(badShort, 5000, 5))
        );

    [Fact]
    public void A_factor_without_a_finite_decimal_is_compared_exactly()
    {
        // k = 0.1 · 168 / 72 = 0.2333…; at 99 % a share of 70 bad in 30,000 is exactly k · B.
        var alert = An.Alert(0.1m, 72 * 60);
        var window = Duration.FromDays(7);

        Assert.Equal(
            BudgetAlertDecision.Quiet,
            alert.Decide(Objective.Of(0.99m), window, An.Sums(70, 30_000), An.Sums(5, 10))
        );
        Assert.Equal(
            BudgetAlertDecision.Fires,
            alert.Decide(Objective.Of(0.99m), window, An.Sums(71, 30_000), An.Sums(5, 10))
        );
    }

    [Fact]
    public void A_window_with_gaps_is_unknown_whatever_it_says()
    {
        var outage = An.Sums(5000, 5000, 5);
        var calm = An.Sums(0, 60_000);

        Assert.Equal(BudgetAlertDecision.Unknown, Decide(calm with { Measured = 53 }, outage));
        Assert.Equal(BudgetAlertDecision.Unknown, Decide(An.Sums(60_000, 60_000), outage with { Measured = 4 }));
    }

    [Fact]
    public void Silence_neither_fires_nor_resolves()
    {
        var outage = An.Sums(9000, 60_000);
        var calm = An.Sums(0, 60_000);
        var silence = An.Sums(0, 0, 5);

        Assert.Equal(BudgetAlertDecision.NoTraffic, Decide(silence, silence));
        Assert.Equal(BudgetAlertDecision.NoTraffic, Decide(outage, silence));
        Assert.Equal(BudgetAlertDecision.Quiet, Decide(calm, silence));
    }

    [Fact]
    public void Low_traffic_pages_on_one_failure_unless_a_minimum_is_set()
    {
        var vector = SloVector.Section("low_traffic")[0];
        var slo = An.Slo(vector.Required("objective"));
        var hour = An.Sums(vector.Required("bad_in_1h"), vector.Required("req_per_hour"));
        var month = vector.Required("req_per_hour") * 720;

        Assert.Equal(vector.Required("error_ratio"), 1 - hour.Ratio);
        Assert.Equal(vector.Required("burn"), slo.BurnOver(Slo.CurrentBurn, hour).Rate);
        var budget = ErrorBudget.Of(slo.Objective, hour.Bad, month, Month);
        Assert.Equal(vector.Required("allowed_bad_30d"), budget.AllowedBad);
        Assert.Equal(vector.Required("budget_consumed_pct"), Math.Round(budget.Consumed * 100, 4));
        Assert.Equal(BudgetAlertDecision.Fires, An.Alert().Decide(slo.Objective, Month, hour, hour));
        Assert.Equal(BudgetAlertDecision.Quiet, An.Alert().Decide(slo.Objective, Month, hour, hour, minBad: 2));
        Assert.Equal(1, An.Alert().FailuresToFire(slo.Objective, month));
        Assert.Equal(1441, An.Alert().FailuresToFire(slo.Objective, 72_000_000));
    }

    [Theory]
    [MemberData(
        nameof(ErrorBudgetTests.Rows),
        "detection_minutes_step_outage_constant_traffic_clean_history",
        MemberType = typeof(ErrorBudgetTests)
    )]
    public void The_time_to_detect_an_outage_is_known_beforehand(int row)
    {
        var vector = SloVector.Section("detection_minutes_step_outage_constant_traffic_clean_history")[row];
        var expected = vector.Nested("minutes_to_fire");
        var objective = Objective.Of(vector.Required("objective"));

        foreach (var (key, alert) in Detectors)
        {
            var time = alert.TimeToFire(objective, Month, vector.Required("error_ratio"));

            Assert.Equal(expected.Number(key), time is { } length ? Math.Round((decimal)length.TotalMinutes, 2) : null);
        }
    }

    [Theory]
    [MemberData(
        nameof(ErrorBudgetTests.Rows),
        "reset_minutes_after_60min_100pct_outage_objective_0.999",
        MemberType = typeof(ErrorBudgetTests)
    )]
    public void The_short_window_resolves_soon_after_the_outage(int row)
    {
        var vector = SloVector.Section("reset_minutes_after_60min_100pct_outage_objective_0.999")[row];
        var alert = Detectors[row == 0 ? "page_1h_5m" : "ticket_24h_2h"];
        var longOnly = new BurnRateAlert("long", alert.BudgetShare, alert.LongWindow, alert.LongWindow);

        Assert.Equal(vector.Required("with_short"), ResetMinutes(alert));
        Assert.Equal(vector.Required("long_only"), ResetMinutes(longOnly));
    }

    internal static IReadOnlyDictionary<string, BurnRateAlert> Detectors { get; } =
        new Dictionary<string, BurnRateAlert>(StringComparer.Ordinal)
        {
            ["page_1h_5m"] = An.Alert(0.02m, 60),
            ["page_6h_30m"] = An.Alert(0.05m, 360),
            ["ticket_24h_2h"] = An.Alert(0.1m, 1440),
            ["ticket_3d_6h"] = An.Alert(0.1m, 4320),
        };

    private static decimal ResetMinutes(BurnRateAlert alert) =>
        Math.Round((decimal)alert.TimeToReset(ThreeNines, Month, errorRatio: 1)!.Value.TotalMinutes, 2);

    private static BudgetAlertDecision Decide(SliceSums longSums, SliceSums shortSums) =>
        An.Alert().Decide(ThreeNines, Month, longSums, shortSums);

    private static decimal Number(string text) =>
        decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
