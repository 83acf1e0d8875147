using NodaTime;
using Portal.Domain.Slos;

namespace Portal.Domain.Tests.Slos;

public sealed class SloStatusTests
{
    private static readonly RollingWindow Day = new(Duration.FromDays(1));

    [Fact]
    public void Every_number_comes_with_its_counts()
    {
        var history = new History().Then(1380).Then(60, errorRatio: 0.012m);

        var status = Of(An.Slo(window: Day), history);

        Assert.Equal((1_439_280m, 1_440_000m, 720m), (status.Good, status.Total, status.Bad));
        Assert.Equal((0.9995m, 1m), (status.Sli, status.Coverage));
        Assert.Equal(new ErrorBudget(1440, 720, 0.5m, 0.5m, 0.72m), status.Budget);
        Assert.Equal(
            [(Slo.CurrentBurn, 12m, 720m, 60_000m)],
            status.BurnRates.Select(burn => (burn.Window, burn.Rate!.Value, burn.Bad, burn.Total))
        );
        Assert.Equal(history.All, status.Window);
        // Half of the budget of a day at a burn of 12.
        Assert.Equal(history.End + Duration.FromHours(1), status.ExhaustsAt);
        Assert.Equal(SloState.Met, status.State);
    }

    [Theory]
    [InlineData("0.0009", SloState.AtRisk)] // a tenth is left
    [InlineData("0.001", SloState.AtRisk)] // exactly at the objective: met, nothing left
    [InlineData("0.0010001", SloState.Breached)]
    [InlineData("0.0005", SloState.Met)]
    public void The_budget_decides_between_met_at_risk_and_breached(string errorRatio, SloState expected)
    {
        // The last hour burns at 1.2, whatever the day did.
        var ratio = decimal.Parse(errorRatio, System.Globalization.CultureInfo.InvariantCulture);
        var history = new History().Then(1180).Then(200, ((ratio * 1440) - (0.0012m * 60)) / 200).Then(60, 0.0012m);

        Assert.Equal(expected, Of(An.Slo(window: Day), history).State);
    }

    [Fact]
    public void Little_budget_that_burns_slowly_is_met()
    {
        var history = new History().Then(1440, errorRatio: 0.0009m);

        Assert.Equal(SloState.Met, Of(An.Slo(window: Day), history).State);
    }

    [Fact]
    public void A_firing_alert_is_a_risk()
    {
        var history = new History().Then(1435).Then(5, errorRatio: 0.25m);

        Assert.Equal(SloState.AtRisk, Of(An.Slo(window: Day, alerts: An.Alert(share: 0.6m)), history).State);
    }

    [Fact]
    public void Gaps_say_no_data_even_when_the_rest_is_bad()
    {
        var status = Of(An.Slo(window: Day), new History().Then(1000, errorRatio: 1).Gap(145).Then(295));

        Assert.Equal(SloState.NoData, status.State);
        Assert.Equal(1295m / 1440, status.Coverage);
    }

    [Fact]
    public void A_gap_in_the_look_back_of_an_alert_freezes()
    {
        var slo = An.Slo(window: Day, alerts: An.Alert(share: 0.6m));
        var history = new History().Then(1400).Then(5, errorRatio: 0.25m).Gap(10).Then(25);

        var status = SloStatus.Of(slo, history.Sums().Read(slo, history.End), ["60m"]);

        Assert.Equal(SloState.Frozen, status.State);
        Assert.True(status.AlertsAreFrozen);
        Assert.True(status.Tiers.Single().IsFiring);
    }

    [Fact]
    public void A_silent_window_has_no_ratio_and_no_alert()
    {
        var status = Of(An.Slo(window: Day, alerts: An.Alert(share: 0.6m)), new History().Then(1440, requests: 0));

        Assert.Equal(SloState.NoTraffic, status.State);
        Assert.Null(status.Sli);
        Assert.All(status.BurnRates, burn => Assert.Null(burn.Rate));
        Assert.Equal((1m, null), (status.Budget.Remaining, status.ExhaustsAt));
    }

    [Fact]
    public void Time_slices_are_counted_in_slices()
    {
        var budgeting = Budgeting.Timeslices(0.95m);
        var slo = An.Slo(0.99m, Day, budgeting);
        // 60 silent minutes are neither good nor bad; the budget is one of all 1,440 minutes.
        var history = new History().Then(1372).Then(60, requests: 0).Then(8, errorRatio: 0.06m);

        var status = SloStatus.Of(slo, history.Sums(budgeting).Read(slo, history.End), []);

        Assert.Equal((1372m, 1380m, 8m), (status.Good, status.Total, status.Bad));
        Assert.Equal((14.4m, 6.4m), (status.Budget.AllowedBad, status.Budget.RemainingMinutes));
    }

    [Fact]
    public void A_calendar_period_foresees_its_whole_budget()
    {
        var slo = An.Slo(0.99m, new CalendarWindow(CalendarUnit.Day, CalendarWindow.DefaultAnchor, "UTC"));
        var history = new History().Then(300).Then(60, errorRatio: 0.12m);

        var status = Of(slo, history);

        Assert.Equal((SloState.Breached, -1m), (status.State, status.Budget.Remaining));
        Assert.Equal(0.5m, status.ProjectedBudget!.Remaining);
        Assert.Equal(history.End + Duration.FromHours(1), status.ExhaustsAt);
        Assert.Equal(Duration.FromDays(1), status.Period.Duration);
        Assert.Equal(history.All, status.Window);
    }

    private static SloStatus Of(Slo slo, History history) =>
        SloStatus.Of(slo, history.Sums().Read(slo, history.End), []);
}
