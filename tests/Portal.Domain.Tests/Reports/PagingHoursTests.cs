using NodaTime;
using Portal.Domain.Reports;
using Portal.Domain.Time;

namespace Portal.Domain.Tests.Reports;

public sealed class PagingHoursTests
{
    private static readonly DateTimeZone Berlin = Zones.Find("Europe/Berlin");

    [Fact]
    public void An_interruption_belongs_to_the_hour_that_the_viewer_s_clock_shows()
    {
        var sunday = Instant.FromUtc(2026, 11, 22, 23, 30);

        var hours = PagingHours.Of([At(sunday)], Berlin);

        Assert.Equal(new BusyHour(new(IsoDayOfWeek.Monday, 0), 1), Assert.Single(hours.Busy));
        Assert.Equal(1, PagingHours.Of([At(sunday)], DateTimeZone.Utc)[new(IsoDayOfWeek.Sunday, 23)]);
    }

    [Fact]
    public void A_repeated_hour_holds_both_halves_and_a_skipped_one_nothing()
    {
        // 25 October 2026 has 02:00 to 03:00 twice in Berlin, 29 March none.
        var autumn = new[] { Instant.FromUtc(2026, 10, 25, 0, 30), Instant.FromUtc(2026, 10, 25, 1, 30) };
        var spring = new[] { Instant.FromUtc(2026, 3, 29, 0, 59), Instant.FromUtc(2026, 3, 29, 1, 0) };

        Assert.Equal(2, PagingHours.Of(autumn.Select(At), Berlin)[new(IsoDayOfWeek.Sunday, 2)]);
        var skipped = PagingHours.Of(spring.Select(At), Berlin);
        Assert.Equal(
            (1, 0, 1),
            (
                skipped[new(IsoDayOfWeek.Sunday, 1)],
                skipped[new(IsoDayOfWeek.Sunday, 2)],
                skipped[new(IsoDayOfWeek.Sunday, 3)]
            )
        );
    }

    [Fact]
    public void Each_interruption_of_a_year_of_hours_is_counted_once()
    {
        var start = Instant.FromUtc(2026, 1, 1, 0, 0);
        var all = Enumerable.Range(0, 365 * 24).Select(hour => At(start + Duration.FromHours(hour))).ToList();

        var hours = PagingHours.Of(all, Berlin);

        Assert.Equal(all.Count, hours.Total);
        Assert.Equal(7 * PagingHours.HoursOfDay, hours.Busy.Count);
    }

    [Fact]
    public void The_busiest_hour_is_the_earliest_of_the_week_among_equals()
    {
        var friday = Instant.FromUtc(2026, 11, 20, 2, 0);
        var tuesday = Instant.FromUtc(2026, 11, 24, 2, 0);

        var hours = PagingHours.Of([At(friday), At(tuesday)], Berlin);

        Assert.Equal(new WeekHour(IsoDayOfWeek.Tuesday, 3), hours.Busiest!.At);
        Assert.Null(PagingHours.Of([], Berlin).Busiest);
    }

    [Theory]
    [InlineData(21, false)]
    [InlineData(22, true)]
    [InlineData(7, true)]
    [InlineData(8, false)]
    public void The_night_of_the_map_is_the_night_of_the_load(int hour, bool isNight)
    {
        var at = new LocalDateTime(2026, 11, 24, hour, 0).InZoneStrictly(Berlin).ToInstant();

        Assert.Equal(isNight, PagingHours.IsNight(hour));
        Assert.Equal(isNight, Interruption.ClassOf(at, Berlin) is InterruptionClass.Sleep);
    }

    private static Interruption At(Instant at) => new("ana", at);
}
