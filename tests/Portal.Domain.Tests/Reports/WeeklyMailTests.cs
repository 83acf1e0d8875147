using NodaTime;
using NodaTime.Text;
using Portal.Domain.Reports;
using Portal.Domain.Teams;

namespace Portal.Domain.Tests.Reports;

public sealed class WeeklyMailTests
{
    [Theory]
    [InlineData("2026-11-30T07:00:00Z", "Europe/Berlin", "2026-11-30")]
    [InlineData("2026-11-30T06:59:59Z", "Europe/Berlin", null)]
    [InlineData("2026-11-30T18:59:59Z", "Europe/Berlin", "2026-11-30")]
    [InlineData("2026-11-30T19:00:00Z", "Europe/Berlin", null)] // the day is over: none for this week
    [InlineData("2026-11-29T18:00:00Z", "Pacific/Kiritimati", "2026-11-30")] // Sunday in UTC
    [InlineData("2026-11-30T19:30:00Z", "Pacific/Niue", "2026-11-30")]
    [InlineData("2026-11-30T02:15:00Z", "Asia/Kathmandu", "2026-11-30")] // 08:00 at +05:45
    [InlineData("2026-12-01T08:00:00Z", "UTC", null)]
    public void It_is_due_on_Monday_at_eight_by_the_reader_s_clock(string now, string zone, string? monday)
    {
        var due = WeeklyMail.DueOn(InstantPattern.General.Parse(now).Value, DateTimeZoneProviders.Tzdb[zone]);

        Assert.Equal(monday, due is { } day ? LocalDatePattern.Iso.Format(day) : null);
    }

    [Fact]
    public void It_is_about_the_seven_days_before_though_the_clocks_change()
    {
        var week = WeeklyMail.WeekBefore(new(2026, 10, 26), DateTimeZoneProviders.Tzdb["Europe/Berlin"]);

        Assert.Equal(Duration.FromHours(7 * 24 + 1), week.Duration);
    }

    [Theory]
    [InlineData(Role.Viewer, true)]
    [InlineData(Role.Responder, false)]
    [InlineData(Role.Lead, true)]
    [InlineData(Role.Admin, true)]
    public void It_is_for_those_who_answer_for_a_team(Role role, bool isFor) =>
        Assert.Equal(isFor, WeeklyMail.IsFor(role));
}
