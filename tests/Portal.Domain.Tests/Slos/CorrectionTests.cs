using NodaTime;
using Portal.Domain.Slos;
using Portal.Domain.Time;

namespace Portal.Domain.Tests.Slos;

public sealed class CorrectionTests
{
    private static readonly DateTimeZone Berlin = Zones.Find("Europe/Berlin");
    private static readonly Interval March = new(Instant.FromUtc(2026, 3, 1, 0, 0), Instant.FromUtc(2026, 4, 1, 0, 0));

    [Fact]
    public void Every_night_it_keeps_its_local_time_over_the_clock_change()
    {
        var nights = Nightly(new LocalDateTime(2026, 3, 27, 1, 0)).Within(March).Take(4).ToList();

        Assert.Equal(Instant.FromUtc(2026, 3, 27, 0, 0), nights[0].Start);
        Assert.Equal(Instant.FromUtc(2026, 3, 29, 0, 0), nights[2].Start);
        Assert.Equal(Instant.FromUtc(2026, 3, 29, 23, 0), nights[3].Start);
        Assert.All(nights, night => Assert.Equal(Duration.FromHours(2), night.Duration));
    }

    [Fact]
    public void An_hour_that_the_clock_skips_begins_after_the_gap_and_one_that_comes_twice_at_the_first()
    {
        var spring = Nightly(new LocalDateTime(2026, 3, 29, 2, 30)).Within(March).First();
        var autumn = Nightly(new LocalDateTime(2026, 10, 25, 2, 30))
            .Within(new(Instant.FromUtc(2026, 10, 24, 0, 0), Instant.FromUtc(2026, 10, 27, 0, 0)))
            .First();

        Assert.Equal(Instant.FromUtc(2026, 3, 29, 1, 0), spring.Start);
        Assert.Equal(Instant.FromUtc(2026, 10, 25, 0, 30), autumn.Start);
    }

    [Fact]
    public void An_occurrence_that_reaches_into_the_range_belongs_to_it()
    {
        var once = Once(new LocalDateTime(2026, 2, 28, 23, 0), Duration.FromHours(3));

        Assert.Single(once.Within(March));
        Assert.Empty(once.Within(new(Instant.FromUtc(2026, 3, 1, 2, 0), March.End)));
    }

    [Theory]
    [InlineData("", "reason", 1, "names the SLO")]
    [InlineData("slo", " ", 1, "needs a reason")]
    [InlineData("slo", "reason", 0, "longer than nothing")]
    [InlineData("slo", "reason", 24 * 367, "at most 366 d")]
    public void What_is_no_correction_cannot_be_made(string slo, string reason, int hours, string why) =>
        Assert.Contains(
            why,
            Assert
                .Throws<DomainException>(() =>
                    new Correction(
                        slo,
                        CorrectionEffect.Exclude,
                        reason,
                        Berlin,
                        new LocalDateTime(2026, 1, 1, 0, 0),
                        Duration.FromHours(hours)
                    )
                )
                .Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void Time_that_two_exclusions_take_out_is_taken_out_once()
    {
        Interval Hours(int from, int to) =>
            new(March.Start + Duration.FromHours(from), March.Start + Duration.FromHours(to));
        var exclusions = Exclusions.Of([Hours(5, 7), Hours(1, 3), Hours(2, 4), Hours(4, 5)]);

        Assert.Equal(6 * 60, exclusions.SlicesIn(March, SliceGrid.Default));
        Assert.Equal(60, exclusions.SlicesIn(Hours(0, 2), SliceGrid.Default));
        Assert.Equal(0, exclusions.SlicesIn(Hours(7, 9), SliceGrid.Default));
        Assert.Equal(0, Exclusions.None.SlicesIn(March, SliceGrid.Default));
    }

    [Fact]
    public void Time_slices_that_are_taken_out_are_no_part_of_the_budget()
    {
        var slo = An.Slo(
            objective: 0.9m,
            budgeting: Budgeting.Timeslices(0.95m),
            window: new RollingWindow(Duration.FromHours(10))
        );
        var period = new Interval(March.Start, March.Start + Duration.FromHours(10));

        var whole = slo.BudgetOf(new SliceSums(570, 600, 600, 600), period);
        var without = slo.BudgetOf(new SliceSums(270, 300, 300, 300, Excluded: 300), period);

        Assert.Equal((60m, 0.5m), (whole.AllowedBad, whole.Consumed));
        Assert.Equal((30m, 1m), (without.AllowedBad, without.Consumed));
    }

    private static Correction Nightly(LocalDateTime first) =>
        new(
            "slo",
            CorrectionEffect.Exclude,
            "nightly batch",
            Berlin,
            first,
            Duration.FromHours(2),
            Recurrence.Parse("FREQ=DAILY")
        );

    private static Correction Once(LocalDateTime start, Duration length) =>
        new("slo", CorrectionEffect.CountAsGood, "drill", DateTimeZone.Utc, start, length);
}
