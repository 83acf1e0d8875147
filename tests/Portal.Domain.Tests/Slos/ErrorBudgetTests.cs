using NodaTime;
using NodaTime.Text;
using Portal.Domain.Slos;

namespace Portal.Domain.Tests.Slos;

public sealed class ErrorBudgetTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 6, 30, 0, 0);

    public static TheoryData<int> Rows(string section) => [.. Enumerable.Range(0, SloVector.Section(section).Count)];

    [Theory]
    [MemberData(nameof(Rows), "occurrences")]
    public void Occurrences_spend_the_budget_as_the_vectors_say(int row)
    {
        var vector = SloVector.Section("occurrences")[row];
        if (vector.Required("objective") == 1)
        {
            Assert.Throws<DomainException>(() => An.Slo(objective: 1));
            return;
        }

        var slo = An.Slo(vector.Required("objective"));
        var sums = An.Sums(vector.Required("bad"), vector.Required("total"));
        var budget = slo.BudgetOf(sums, slo.Window.PeriodAt(Now));

        Near(vector.Has("sli") ? vector.Number("sli") : sums.Ratio, sums.Ratio);
        Near(vector.Number("remaining") ?? budget.Remaining, budget.Remaining);
        Assert.Equal(vector.Number("allowed_bad_exact") ?? budget.AllowedBad, budget.AllowedBad);
        Assert.Equal(
            vector.Number("burn_over_window") ?? slo.BurnOver(Slo.CurrentBurn, sums).Rate,
            slo.BurnOver(Slo.CurrentBurn, sums).Rate
        );
    }

    [Fact]
    public void Time_slices_allow_bad_slices_of_the_whole_window()
    {
        var week = SloVector.Section("timeslices")[0];
        var fiveMinutes = SloVector.Section("timeslices")[1];

        Assert.Equal(week.Required("allowed_bad"), Slices(week, 14, 60).AllowedBad);
        Assert.Equal(16 * 60 + 48, Slices(week, 14, 60).RemainingMinutes);
        Assert.Equal(fiveMinutes.Required("allowed_bad"), Slices(fiveMinutes, 7, 300).AllowedBad);
        Assert.Equal(100.8m, Slices(fiveMinutes, 7, 300).RemainingMinutes);
    }

    [Fact]
    public void Time_slices_of_a_month_are_counted_on_the_clock_of_its_zone()
    {
        var vector = SloVector.Section("timeslices")[2];
        var slo = An.Slo(vector.Required("objective"), Month("Europe/Berlin"), Budgeting.Timeslices(0.95m));
        var period = slo.Window.PeriodAt(Instant.FromUtc(2026, 10, 15, 0, 0));

        Assert.Equal(vector.Required("slices_total"), slo.Grid.SlicesIn(period));
        Assert.Equal(vector.Required("allowed_bad"), slo.BudgetOf(An.Sums(0, 1), period).AllowedBad);
        Assert.Equal(44.7m, slo.BudgetOf(An.Sums(0, 1), period).RemainingMinutes);
    }

    [Fact]
    public void Time_slices_of_an_anchored_week_follow_the_clock_change()
    {
        var vector = SloVector.Section("timeslices")[3];
        var window = new CalendarWindow(CalendarUnit.Week, new(2022, 1, 1, 12, 0), "America/New_York");
        var slo = An.Slo(vector.Required("objective"), window, Budgeting.Timeslices(1));
        var period = window.PeriodAt(Instant.FromUtc(2022, 3, 13, 12, 0));

        Assert.Equal(InstantPattern.General.Parse(vector.Text("start_utc")).Value, period.Start);
        Assert.Equal(InstantPattern.General.Parse(vector.Text("end_utc")).Value, period.End);
        Assert.Equal(vector.Required("slices_total"), slo.Grid.SlicesIn(period));
        Assert.Equal(vector.Required("allowed_bad"), slo.BudgetOf(An.Sums(0, 1), period).AllowedBad);
    }

    [Fact]
    public void Slices_yet_to_come_count_as_budget()
    {
        var vector = SloVector.Section("timeslices")[4];
        var slo = An.Slo(0.999m, Month("UTC"), Budgeting.Timeslices(0.95m));
        var april = slo.Window.PeriodAt(Instant.FromUtc(2026, 4, 4, 0, 0));

        var budget = slo.BudgetOf(new SliceSums(4316, 4320, 4320, 4320), april);

        Near(vector.Required("consumed"), budget.Consumed);
    }

    [Fact]
    public void Exactly_at_the_objective_is_met_with_nothing_left()
    {
        var budget = ErrorBudget.Of(Objective.Of(0.999m), bad: 3, total: 3000, Duration.FromDays(30));

        Assert.Equal((0m, 0m), (budget.Remaining, budget.RemainingMinutes));
        Assert.True(budget.IsExhausted);
        Assert.False(budget.IsOverspent);
    }

    [Fact]
    public void A_part_of_a_period_is_projected_to_its_whole()
    {
        var slo = An.Slo(0.99m, Month("UTC"));
        var now = Instant.FromUtc(2026, 4, 4, 0, 0);
        var sums = An.Sums(bad: 3, total: 300);

        Assert.Equal(0, slo.BudgetOf(sums, slo.Window.PeriodAt(now)).Remaining);
        Assert.Equal(0.9m, slo.ProjectedBudget(sums, now)!.Remaining);
        Assert.Null(slo.ProjectedBudget(sums, Instant.FromUtc(2026, 4, 1, 0, 0)));
        Assert.Null(An.Slo().ProjectedBudget(sums, now));
    }

    [Fact]
    public void The_mean_of_ratios_is_kept_apart_from_the_share_of_events()
    {
        var vector = SloVector.Section("average_of_ratios_trap")[0];
        var slices = Enumerable
            .Range(0, 144 * 30)
            .SelectMany(_ => new[] { SliceSums.Of(1000, 1000), SliceSums.Of(9, 10) });
        var events = Sum(Budgeting.Occurrences, slices);
        var ratios = Sum(Budgeting.RatioTimeslices, slices);

        Near(vector.Required("event_weighted_error"), 1 - events.Ratio);
        Near(vector.Required("burn_true"), An.Slo().BurnOver(Slo.CurrentBurn, events).Rate);
        Assert.Equal(vector.Required("mean_of_slice_ratios"), 1 - ratios.Ratio);
        Assert.Equal(
            vector.Required("burn_mean_of_ratios"),
            An.Slo(budgeting: Budgeting.RatioTimeslices).BurnOver(Slo.CurrentBurn, ratios).Rate
        );
    }

    private static ErrorBudget Slices(SloVector vector, int days, int sliceSeconds)
    {
        var window = new RollingWindow(Duration.FromDays(days));
        var budgeting = Budgeting.Timeslices(0.95m);
        var slo = An.Slo(vector.Required("objective"), window, budgeting, Duration.FromSeconds(sliceSeconds));
        return slo.BudgetOf(An.Sums(0, 1), window.PeriodAt(Now));
    }

    private static SliceSums Sum(Budgeting budgeting, IEnumerable<SliceSums> slices) =>
        slices.Aggregate(default(SliceSums), (sums, slice) => sums + budgeting.Count(slice));

    private static CalendarWindow Month(string zone) => new(CalendarUnit.Month, CalendarWindow.DefaultAnchor, zone);

    private static void Near(decimal? expected, decimal? actual)
    {
        Assert.Equal(expected is null, actual is null);
        Assert.InRange((expected ?? 0) - (actual ?? 0), -0.000_001m, 0.000_001m);
    }
}
