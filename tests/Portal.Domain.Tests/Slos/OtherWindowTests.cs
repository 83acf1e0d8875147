using NodaTime;
using Portal.Domain.Slos;

namespace Portal.Domain.Tests.Slos;

public sealed class OtherWindowTests
{
    private static readonly CalendarWindow Month = new(
        CalendarUnit.Month,
        CalendarWindow.DefaultAnchor,
        "Europe/Berlin"
    );

    [Fact]
    public void A_period_of_the_calendar_is_so_far_and_projected()
    {
        // Ten of the thirty-one days of March have passed; the clock change comes later and takes an hour.
        var at = Instant.FromUtc(2026, 3, 10, 23, 0);

        var one = OtherWindow.Of(An.Slo(), Month, at, An.Sums(500, 1_000_000));

        Assert.Equal(Duration.FromDays(10), one.Range.Duration);
        Assert.Equal(Duration.FromDays(31) - Duration.FromHours(1), one.Period.Duration);
        Assert.Equal((0.9995m, 0.5m), (one.Sli, one.Budget.Remaining));
        Assert.Equal(1 - (500 / (1_000_000 * 0.001m * 743 / 240)), one.Projected!.Remaining, 12);
        Assert.False(one.IsMissed || one.IsComplete);
    }

    [Fact]
    public void The_last_month_is_whole_and_has_nothing_to_foresee()
    {
        var end = Instant.FromUtc(2026, 3, 31, 22, 0);

        var one = OtherWindow.Of(An.Slo(), Month, end, An.Sums(1_001, 1_000_000));

        Assert.Equal(new Interval(Instant.FromUtc(2026, 2, 28, 23, 0), end), one.Range);
        Assert.Equal(one.Range, one.Period);
        Assert.True(one is { IsComplete: true, IsMissed: true, Projected: null });
    }

    [Fact]
    public void A_rolling_window_ends_now()
    {
        var at = Instant.FromUtc(2026, 3, 1, 0, 0);

        var one = OtherWindow.Of(An.Slo(window: Month), new RollingWindow(Duration.FromDays(7)), at, An.Sums(0, 10));

        Assert.Equal(new Interval(at - Duration.FromDays(7), at), one.Range);
        Assert.Null(one.Projected);
    }

    [Fact]
    public void Of_what_is_not_measured_nothing_is_claimed()
    {
        var one = OtherWindow.Of(
            An.Slo(),
            Month,
            Instant.FromUtc(2026, 3, 10, 23, 0),
            An.Sums(900, 1_000) with
            {
                Expected = 600,
            }
        );

        Assert.Null(one.Sli);
        Assert.False(one.IsMissed);
    }
}
