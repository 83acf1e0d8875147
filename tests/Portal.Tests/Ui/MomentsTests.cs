using NodaTime;
using NodaTime.Text;
using Portal.Ui;

namespace Portal.Tests.Ui;

public sealed class MomentsTests
{
    private static readonly DateTimeZone Berlin = DateTimeZoneProviders.Tzdb["Europe/Berlin"];
    private static readonly Instant Now = At("2026-11-20T02:06:00Z");

    [Theory]
    [InlineData("2026-11-20T01:51:00Z", "02:51")]
    [InlineData("2026-11-19T15:40:00Z", "Thu 16:40")]
    [InlineData("2026-11-19T23:30:00Z", "00:30")]
    [InlineData("2026-09-02T08:14:00Z", "2 Sep 10:14")]
    [InlineData("2025-12-31T23:30:00Z", "1 Jan 00:30")]
    [InlineData("2025-12-31T22:30:00Z", "31 Dec 2025 23:30")]
    public void A_time_is_as_brief_as_is_clear_in_the_viewers_zone(string at, string written) =>
        Assert.Equal(written, Spaced(Moments.Text(At(at), Berlin, Now)));

    [Theory]
    [InlineData(MomentStyle.Full, "Mon 23 Nov 09:00")]
    [InlineData(MomentStyle.Time, "09:00")]
    [InlineData(MomentStyle.Day, "23 Nov")]
    [InlineData(MomentStyle.Headline, "Monday 23 November, 09:00")]
    public void A_style_says_how_much_is_written(MomentStyle style, string written) =>
        Assert.Equal(written, Spaced(Moments.Text(At("2026-11-23T08:00:00Z"), Berlin, Now, style)));

    [Theory]
    [InlineData("2026-11-20T02:05:20Z", "40 s ago")]
    [InlineData("2026-11-20T02:04:00Z", "2 min ago")]
    [InlineData("2026-11-20T05:10:00Z", "in 3 h 4 min")]
    [InlineData("2026-11-19T02:06:01Z", "23 h 59 min ago")]
    [InlineData("2026-11-19T02:06:00Z", "Thu 03:06")]
    public void A_distance_is_told_under_a_day_only(string at, string written) =>
        Assert.Equal(written, Spaced(Moments.Relative(At(at), Berlin, Now)));

    [Fact]
    public void The_zone_has_its_name_of_that_day()
    {
        Assert.Equal("CET", Moments.ZoneName(Now, Berlin));
        Assert.Equal("CEST", Moments.ZoneName(At("2026-07-01T00:00:00Z"), Berlin));
    }

    [Fact]
    public void Machines_and_tooltips_get_utc()
    {
        Assert.Equal("2026-11-20T02:06:00Z", Moments.Machine(Now));
        Assert.Equal("Fri 20 Nov 2026 02:06:00 UTC", Moments.Exact(Now));
    }

    private static Instant At(string text) => InstantPattern.General.Parse(text).Value;

    private static string Spaced(string written) => written.Replace(Numbers.NoBreakSpace, ' ');
}
