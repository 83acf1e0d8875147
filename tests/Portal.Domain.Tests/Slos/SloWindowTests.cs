using NodaTime;
using NodaTime.Text;
using Portal.Domain.Slos;

namespace Portal.Domain.Tests.Slos;

public sealed class SloWindowTests
{
    [Fact]
    public void A_rolling_window_ends_now()
    {
        var now = Instant.FromUtc(2026, 5, 1, 12, 0);
        var window = new RollingWindow(Duration.FromDays(30));

        Assert.Equal(new Interval(Instant.FromUtc(2026, 4, 1, 12, 0), now), window.RangeAt(now));
        Assert.Equal(window.PeriodAt(now), window.RangeAt(now));
    }

    [Theory]
    [InlineData(59 * 60)]
    [InlineData(90 * 60 + 1)]
    [InlineData((366 * 86_400) + 60)]
    public void A_rolling_window_is_whole_minutes_from_an_hour_to_a_year(int seconds) =>
        Assert.Throws<DomainException>(() => new RollingWindow(Duration.FromSeconds(seconds)));

    [Theory]
    [InlineData("Europe/Berlin", "2026-03-10T00:00:00Z", 44_580)]
    [InlineData("Europe/Berlin", "2026-10-10T00:00:00Z", 44_700)]
    [InlineData("America/New_York", "2026-11-10T00:00:00Z", 43_260)]
    public void A_month_is_as_long_as_it_really_is(string zone, string now, int minutes) =>
        Assert.Equal(Duration.FromMinutes(minutes), Of(CalendarUnit.Month, zone).PeriodAt(At(now)).Duration);

    [Theory]
    [InlineData(CalendarUnit.Day, "2026-03-29T12:00:00Z", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z")]
    [InlineData(CalendarUnit.Week, "2026-10-25T12:00:00Z", "2026-10-18T22:00:00Z", "2026-10-25T23:00:00Z")]
    [InlineData(CalendarUnit.Quarter, "2026-05-05T00:00:00Z", "2026-03-31T22:00:00Z", "2026-06-30T22:00:00Z")]
    [InlineData(CalendarUnit.Year, "2020-02-29T00:00:00Z", "2019-12-31T23:00:00Z", "2020-12-31T23:00:00Z")]
    public void Periods_start_where_people_expect(CalendarUnit unit, string now, string start, string end) =>
        Assert.Equal(new Interval(At(start), At(end)), Of(unit, "Europe/Berlin").PeriodAt(At(now)));

    [Fact]
    public void Months_clamp_from_the_anchor_and_not_from_each_other()
    {
        var window = new CalendarWindow(CalendarUnit.Month, new(2026, 1, 31, 0, 0), "UTC");

        Assert.Equal(At("2026-02-28T00:00:00Z"), window.Boundary(1));
        Assert.Equal(At("2026-03-31T00:00:00Z"), window.Boundary(2));
        Assert.Equal(At("2025-11-30T00:00:00Z"), window.Boundary(-2));
    }

    [Fact]
    public void A_boundary_that_the_clock_jumps_over_is_the_first_instant_after_the_gap()
    {
        var window = new CalendarWindow(CalendarUnit.Day, new(2026, 1, 1, 2, 30), "Europe/Berlin");

        Assert.Equal(At("2026-03-29T01:00:00Z"), window.PeriodAt(At("2026-03-29T12:00:00Z")).Start);
    }

    [Fact]
    public void A_boundary_that_occurs_twice_is_the_earlier_one()
    {
        var window = new CalendarWindow(CalendarUnit.Day, new(2026, 1, 1, 2, 30), "Europe/Berlin");

        Assert.Equal(At("2026-10-25T00:30:00Z"), window.PeriodAt(At("2026-10-25T12:00:00Z")).Start);
    }

    [Theory]
    [InlineData(CalendarUnit.Day, 1, "Pacific/Apia")]
    [InlineData(CalendarUnit.Week, 2, "America/New_York")]
    [InlineData(CalendarUnit.Month, 1, "Australia/Lord_Howe")]
    [InlineData(CalendarUnit.Quarter, 1, "Asia/Kolkata")]
    public void Every_instant_lies_in_exactly_one_period(CalendarUnit unit, int count, string zone)
    {
        var window = new CalendarWindow(unit, new(2011, 5, 31, 1, 45), zone, count);
        var end = Instant.FromUtc(2012, 7, 1, 0, 0);

        for (var now = Instant.FromUtc(2010, 6, 1, 0, 0); now < end; now += Duration.FromMinutes(97))
        {
            var period = window.PeriodAt(now);

            Assert.True(period.Contains(now));
            Assert.Equal(period, window.PeriodAt(period.Start));
            Assert.Equal(period.End, window.PeriodAt(period.End).Start);
            Assert.True(period.Duration <= window.LongestPeriod);
        }
    }

    [Theory]
    [InlineData("foo5")]
    [InlineData("Mars/X")]
    public void A_zone_that_nobody_knows_is_refused(string zone) =>
        Assert.Throws<DomainException>(() => Of(CalendarUnit.Day, zone));

    private static CalendarWindow Of(CalendarUnit unit, string zone) => new(unit, CalendarWindow.DefaultAnchor, zone);

    private static Instant At(string text) => InstantPattern.General.Parse(text).Value;
}
