using NodaTime;
using NodaTime.Text;
using Portal.Domain.Reports;

namespace Portal.Domain.Tests.Reports;

public sealed class FrozenMonthsTests
{
    private static readonly DateTimeZone Berlin = DateTimeZoneProviders.Tzdb["Europe/Berlin"];

    // In Berlin October ends at 23:00 UTC; two days later it is due.
    [Theory]
    [InlineData("2026-11-02T22:59:59Z", "2026-08, 2026-09")]
    [InlineData("2026-11-02T23:00:00Z", "2026-08, 2026-09, 2026-10")]
    [InlineData("2026-12-01T00:00:00Z", "2026-08, 2026-09, 2026-10")]
    [InlineData("2026-08-31T00:00:00Z", "")]
    public void A_month_is_due_two_days_after_its_end_and_stays_due_until_it_is_frozen(string now, string due)
    {
        var first = At("2026-08-13T10:00:00Z");

        Assert.Equal(due, Text(FrozenMonths.Due(first, At(now), Berlin, new HashSet<YearMonth>())));
    }

    [Fact]
    public void What_is_frozen_is_not_due_again()
    {
        var frozen = new HashSet<YearMonth> { new(2026, 9) };

        var due = FrozenMonths.Due(At("2026-08-13T10:00:00Z"), At("2026-11-05T00:00:00Z"), Berlin, frozen);

        Assert.Equal("2026-08, 2026-10", Text(due));
    }

    [Fact]
    public void A_month_belongs_to_the_calendar_of_its_zone()
    {
        var october = FrozenMonths.RangeOf(new(2026, 10), Berlin);

        // The clocks go back on the 25th: an hour more.
        Assert.Equal((At("2026-09-30T22:00:00Z"), At("2026-10-31T23:00:00Z")), (october.Start, october.End));
    }

    [Theory]
    [InlineData("2026-11-01T00:00:00Z", false, true)]
    [InlineData("2026-10-31T23:59:00Z", false, false)] // the last slice waits for its backend
    [InlineData("2026-11-04T00:00:00Z", true, false)] // the past is still being read
    [InlineData(null, false, true)] // deleted: nothing more will come
    public void An_SLO_is_ready_once_its_slices_are_measured(string? measured, bool readsPast, bool isReady)
    {
        var end = At("2026-11-01T00:00:00Z");

        Assert.Equal(
            isReady,
            FrozenMonths.IsReady(measured is null ? null : At(measured), readsPast, end, At("2026-11-14T23:59:59Z"))
        );
        Assert.True(
            FrozenMonths.IsReady(measured is null ? null : At(measured), readsPast, end, At("2026-11-15T00:00:00Z"))
        );
    }

    private static string Text(IEnumerable<YearMonth> months) =>
        string.Join(", ", months.Select(YearMonthPattern.Iso.Format));

    private static Instant At(string text) => InstantPattern.General.Parse(text).Value;
}
