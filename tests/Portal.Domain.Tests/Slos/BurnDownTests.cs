using NodaTime;
using Portal.Domain.Slos;

namespace Portal.Domain.Tests.Slos;

public sealed class BurnDownTests
{
    private static readonly RollingWindow Day = new(Duration.FromDays(1));

    [Fact]
    public void Points_are_spread_from_the_start_to_the_end()
    {
        var history = new History().Then(1440);

        var course = BurnDown.Of(An.Slo(window: Day), history.Sums(), history.All, maxPoints: 5);

        Assert.Equal([0, 360, 720, 1080, 1440], course.At.Select(at => (at - History.Start).TotalMinutes));
    }

    [Fact]
    public void There_are_no_more_points_than_slices()
    {
        var history = new History().Then(3);

        Assert.Equal(4, BurnDown.Of(An.Slo(window: Day), history.Sums(), history.All, maxPoints: 500).At.Count);
        Assert.Equal(history.End, Assert.Single(BurnDown.Of(An.Slo(window: Day), history.Sums(), history.All, 1).At));
    }

    [Fact]
    public void Each_point_has_the_budget_of_its_own_window()
    {
        var history = new History().Then(1440).Then(60, errorRatio: 0.0012m).Then(1440).Then(60);

        var course = BurnDown.Of(
            An.Slo(window: Day),
            history.Sums(),
            new Interval(History.Start, history.End),
            maxPoints: 51
        );

        Assert.Equal(0.95m, course.BudgetRemaining[25]);
        Assert.Equal(1.2m, course.Burn[25]);
        Assert.Equal(0.99995m, course.Sli[25]);
        Assert.Equal((1m, 0m), (course.BudgetRemaining[50], course.Burn[50]));
        Assert.Null(course.Sli[0]);
    }

    [Fact]
    public void A_gap_is_visible()
    {
        var history = new History().Then(1440).Gap(120).Then(60);

        var course = BurnDown.Of(An.Slo(window: Day), history.Sums(), history.All, maxPoints: 28);

        Assert.Null(course.Burn[26]);
        Assert.Equal(0, course.Burn[27]);
    }

    [Fact]
    public void A_calendar_window_begins_each_period_with_a_whole_budget()
    {
        var history = new History().Then(1440, errorRatio: 0.1m).Then(1440);
        var day = new CalendarWindow(CalendarUnit.Day, CalendarWindow.DefaultAnchor, "UTC");

        var course = BurnDown.Of(An.Slo(0.9m, day), history.Sums(), history.All, maxPoints: 5);

        Assert.Equal([null, 0, null, 1, null], course.BudgetRemaining);
    }
}
