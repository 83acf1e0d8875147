using NodaTime;
using Portal.Domain.Slos;

namespace Portal.Domain.Tests.Slos;

public sealed class BurnRateLimitsTests
{
    private static readonly Duration Month = Duration.FromDays(30);

    [Fact]
    public void An_alert_that_cannot_fire_is_refused_with_the_limit()
    {
        var refusal = Assert.Throws<DomainException>(() => An.Slo(0.9m, alerts: An.Alert(name: "fast")));

        Assert.Equal("'fast' cannot fire: 14.4 × 0.1 ≥ 1; the objective must be above 93.06 %.", refusal.Message);
    }

    [Theory]
    [MemberData(
        nameof(ErrorBudgetTests.Rows),
        "never_fires_if_factor_times_budget_ge_1",
        MemberType = typeof(ErrorBudgetTests)
    )]
    public void The_limit_lies_where_the_factor_meets_the_budget(int row)
    {
        var vector = SloVector.Section("never_fires_if_factor_times_budget_ge_1")[row];
        var alert = BurnRateAlert.OfFactor("k", vector.Required("factor"), Month, Duration.FromHours(1));
        var limit = vector.Required("min_objective_pct_exclusive") / 100;

        Assert.Throws<DomainException>(() => An.Slo(limit - 0.000_001m, alerts: alert));
        Assert.Single(An.Slo(limit + 0.000_001m, alerts: alert).Alerts);
    }

    [Fact]
    public void A_factor_of_exactly_the_highest_burn_cannot_fire() =>
        Assert.Throws<DomainException>(() =>
            An.Slo(0.9m, alerts: BurnRateAlert.OfFactor("ten", 10, Month, Duration.FromHours(1)))
        );

    [Fact]
    public void A_short_window_of_fewer_than_two_slices_is_refused_with_the_limit()
    {
        var refusal = Assert.Throws<DomainException>(() =>
            An.Slo(slice: Duration.FromMinutes(5), alerts: An.Alert(name: "fast"))
        );

        Assert.Contains("at least 600 s", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_longest_month_decides_whether_an_alert_can_fire()
    {
        var month = new CalendarWindow(CalendarUnit.Month, CalendarWindow.DefaultAnchor, "Europe/Berlin");

        // 14.4 in a month of 30 days, 14.9 in one of 31 days and an hour.
        Assert.Throws<DomainException>(() => An.Slo(0.932m, month, alerts: An.Alert()));
        Assert.Single(An.Slo(0.9329m, month, alerts: An.Alert()).Alerts);
    }

    [Fact]
    public void Names_are_unique_and_windows_fit_into_the_window_of_the_slo()
    {
        Assert.Throws<DomainException>(() => An.Slo(alerts: [An.Alert(), An.Alert()]));
        Assert.Throws<DomainException>(() =>
            An.Slo(window: new RollingWindow(Duration.FromHours(1)), alerts: An.Alert(longMinutes: 120))
        );
        Assert.Throws<DomainException>(() => An.Alert(shortMinutes: 61));
        Assert.Throws<DomainException>(() => An.Alert(share: 0));
    }

    [Fact]
    public void A_looser_objective_is_refused_where_an_alert_could_then_never_fire() =>
        Assert.Throws<DomainException>(() => An.Slo(alerts: An.Alert()).WithObjective(Objective.Of(0.9m)));
}
