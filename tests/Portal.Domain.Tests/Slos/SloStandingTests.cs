using NodaTime;
using Portal.Domain.Slos;

namespace Portal.Domain.Tests.Slos;

public sealed class SloStandingTests
{
    private static readonly Instant November = Instant.FromUtc(2026, 11, 1, 0, 0);
    private static readonly SloWindow Rolling = new RollingWindow(Duration.FromDays(30));

    [Theory]
    [InlineData(9_990, 10_000, 1_000, SloVerdict.Met)] // exactly at the objective: kept
    [InlineData(9_989, 10_000, 1_000, SloVerdict.Missed)]
    [InlineData(10_000, 10_000, 899, SloVerdict.NoData)]
    [InlineData(0, 0, 1_000, SloVerdict.NoData)]
    public void A_promise_is_kept_missed_or_not_known(int good, int total, int measured, SloVerdict verdict)
    {
        var standing = SloStanding.Of("one", Promise(Rolling), November, new SliceSums(good, total, measured, 1_000));

        Assert.Equal(verdict, standing.Verdict);
        Assert.Equal(verdict is SloVerdict.NoData, standing.Sli is null);
        Assert.Equal(verdict is SloVerdict.NoData, standing.BudgetLeft is null);
    }

    [Fact]
    public void A_rolling_window_ends_with_the_period() =>
        Assert.Equal(new Interval(November - Duration.FromDays(30), November), SloStanding.WindowAt(Rolling, November));

    [Fact]
    public void A_calendar_month_that_ends_with_the_period_is_the_one_that_is_over()
    {
        var month = new CalendarWindow(CalendarUnit.Month, CalendarWindow.DefaultAnchor, "UTC");

        Assert.Equal(new Interval(Instant.FromUtc(2026, 10, 1, 0, 0), November), SloStanding.WindowAt(month, November));
        var later = November + Duration.FromDays(3);
        Assert.Equal(new Interval(November, later), SloStanding.WindowAt(month, later));
    }

    private static Slo Promise(SloWindow window) => An.Slo(window: window);
}
