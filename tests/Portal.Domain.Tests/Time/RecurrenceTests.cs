using System.Globalization;
using NodaTime;
using Portal.Domain.Time;

namespace Portal.Domain.Tests.Time;

/// <summary>Against the examples of RFC 5545, section 3.8.5.3, which begin on Tuesday 2 September 1997 at 09:00.</summary>
public sealed class RecurrenceTests
{
    private static readonly LocalDateTime First = new(1997, 9, 2, 9, 0);

    [Theory]
    [InlineData("FREQ=DAILY;COUNT=4", "09-02 09-03 09-04 09-05")]
    [InlineData("FREQ=DAILY;INTERVAL=10;COUNT=5", "09-02 09-12 09-22 10-02 10-12")]
    [InlineData("FREQ=DAILY;UNTIL=19970905", "09-02 09-03 09-04 09-05")]
    [InlineData("FREQ=DAILY;BYDAY=SA,SU;COUNT=3", "09-06 09-07 09-13")]
    [InlineData("FREQ=WEEKLY;COUNT=3", "09-02 09-09 09-16")]
    [InlineData(
        "FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=MO;BYDAY=TU,TH",
        "09-02 09-04 09-09 09-11 09-16 09-18 09-23 09-25 09-30 10-02 10-07"
    )]
    [InlineData("FREQ=WEEKLY;INTERVAL=2;COUNT=8;BYDAY=TU,TH", "09-02 09-04 09-16 09-18 09-30 10-02 10-14 10-16")]
    [InlineData("FREQ=MONTHLY;COUNT=4;BYDAY=1FR", "09-05 10-03 11-07 12-05")]
    [InlineData("FREQ=MONTHLY;COUNT=3;BYDAY=-2MO", "09-22 10-20 11-17")]
    [InlineData("FREQ=MONTHLY;COUNT=3;BYMONTHDAY=-3", "09-28 10-29 11-28")]
    [InlineData("FREQ=MONTHLY;COUNT=4;BYMONTHDAY=2,15", "09-02 09-15 10-02 10-15")]
    [InlineData("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13;COUNT=2", "02-13 03-13")]
    [InlineData("FREQ=MONTHLY;BYMONTHDAY=31;COUNT=3", "10-31 12-31 01-31")]
    [InlineData("RRULE:freq=yearly;count=2", "09-02 09-02")]
    public void Rules_of_the_standard_give_its_dates(string rule, string dates) =>
        Assert.Equal(dates, Dates(Recurrence.Parse(rule), First));

    [Fact]
    public void A_first_occurrence_that_the_rule_does_not_meet_does_not_count() =>
        Assert.Equal("09-04 09-11", Dates(Recurrence.Parse("FREQ=WEEKLY;BYDAY=TH;COUNT=2"), First));

    [Fact]
    public void A_month_without_the_day_is_left_out_and_not_clamped() =>
        Assert.Equal(
            "01-31 03-31 05-31",
            Dates(Recurrence.Parse("FREQ=MONTHLY;COUNT=3"), new LocalDateTime(2026, 1, 31, 2, 0))
        );

    [Fact]
    public void A_rule_without_an_end_stops_where_it_is_told_to()
    {
        var dates = Recurrence.Parse("FREQ=DAILY").Occurrences(First, new LocalDate(2027, 9, 2)).ToList();

        Assert.Equal(10_957, dates.Count);
        Assert.Equal(new LocalDateTime(2027, 9, 1, 9, 0), dates[^1]);
    }

    [Theory]
    [InlineData("", "FREQ=DAILY, WEEKLY")]
    [InlineData("FREQ=HOURLY", "FREQ=HOURLY is not understood")]
    [InlineData("FREQ=DAILY;BYHOUR=3", "BYHOUR=3 is not understood")]
    [InlineData("FREQ=DAILY;FREQ=DAILY", "stands twice")]
    [InlineData("FREQ=DAILY;COUNT", "no part of a recurrence rule")]
    [InlineData("FREQ=DAILY;COUNT=0", "COUNT is a whole number from 1")]
    [InlineData("FREQ=DAILY;COUNT=2;UNTIL=20270101", "not both")]
    [InlineData("FREQ=DAILY;UNTIL=soon", "UNTIL=SOON is no date")]
    [InlineData("FREQ=WEEKLY;BYDAY=XX", "BYDAY=XX is no day")]
    [InlineData("FREQ=WEEKLY;BYDAY=2TU", "belongs to FREQ=MONTHLY")]
    [InlineData("FREQ=MONTHLY;BYDAY=9TU", "1 to 5, or -1 to -5")]
    [InlineData("FREQ=MONTHLY;BYMONTHDAY=32", "1 to 31")]
    [InlineData("FREQ=YEARLY;BYDAY=MO", "FREQ=MONTHLY;INTERVAL=12")]
    public void What_is_half_understood_is_refused_with_what_to_write(string rule, string reason) =>
        Assert.Contains(
            reason,
            Assert.Throws<DomainException>(() => Recurrence.Parse(rule)).Message,
            StringComparison.Ordinal
        );

    private static string Dates(Recurrence rule, LocalDateTime first) =>
        string.Join(
            ' ',
            rule.Occurrences(first, first.Date.PlusYears(6))
                .Take(20)
                .Select(at => at.ToString("MM-dd", CultureInfo.InvariantCulture))
        );
}
