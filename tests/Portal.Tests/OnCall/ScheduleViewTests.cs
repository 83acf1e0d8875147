using NodaTime;
using Portal.Domain.OnCall;
using Portal.Domain.Time;
using Portal.OnCall;

namespace Portal.Tests.OnCall;

public sealed class ScheduleViewTests
{
    private static readonly DateTimeZone Berlin = Zones.Find("Europe/Berlin");
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 20, 2, 14);

    private static readonly Schedule Weekly = new(
        "Europe/Berlin",
        [
            new Layer(
                "weekly",
                new Rotation(RotationUnit.Week, 1, new LocalDateTime(2026, 1, 5, 9, 0), ["ana", "bo"]),
                []
            ),
        ],
        []
    );

    [Theory]
    [InlineData("2w", null, "16 to 29 November 2026")]
    [InlineData("1w", null, "16 to 22 November 2026")]
    [InlineData("month", null, "1 to 30 November 2026")]
    [InlineData("month", "2026-02-01", "1 to 28 February 2026")]
    [InlineData("2w", "2026-11-30", "30 November to 13 December 2026")]
    [InlineData("2w", "2026-12-28", "28 December 2026 to 10 January 2027")]
    [InlineData("nonsense", "nonsense", "16 to 29 November 2026")]
    public void The_address_says_which_days_are_shown(string? view, string? from, string title)
    {
        Assert.Equal(title, ScheduleSpan.Of(view, from, Berlin, Now).Title);
    }

    [Fact]
    public void A_day_on_which_the_clocks_change_keeps_its_share()
    {
        var span = ScheduleSpan.Of("1w", "2026-10-19", Berlin, Now); // clocks go back on Sunday the 25th

        Assert.Equal(Duration.FromHours(7 * 24 + 1), span.Range.Duration);
        Assert.Equal(6 * 24 / (7 * 24.0 + 1), span.Share(Instant.FromUtc(2026, 10, 24, 22, 0)), precision: 9);
    }

    [Fact]
    public void A_shift_is_whole_also_where_it_reaches_out_of_the_span()
    {
        var view = new ScheduleView(Weekly, ScheduleSpan.Of("1w", "2026-11-17", Berlin, Now), Now);

        Assert.Equal(Instant.FromUtc(2026, 11, 16, 8, 0), view.Shifts[0].From);
        Assert.Equal(Instant.FromUtc(2026, 11, 30, 8, 0), view.Shifts[^1].To);
    }

    [Fact]
    public void A_change_names_who_was_who_will_be_and_when()
    {
        var (from, to) = (Now + Duration.FromHours(1), Now + Duration.FromHours(9));
        var cover = new Override("chen", null, from, to);

        var changes = ScheduleDiff.Of(
            Weekly,
            new Schedule(Weekly.TimeZone, Weekly.Layers, [cover]),
            new TimeRange(Now, Now + Duration.FromDays(28))
        );

        Assert.Equal([new ShiftChange(from, to, Weekly.OnCallAt(from)[0].User, "chen")], changes);
    }

    [Fact]
    public void Neighbouring_changes_of_the_same_people_are_one()
    {
        var other = new Schedule("Europe/Berlin", [Weekly.Layers[0] with { }], []);

        Assert.Empty(ScheduleDiff.Of(Weekly, other, new TimeRange(Now, Now + Duration.FromDays(28))));
    }

    [Theory]
    [InlineData("2026-11-20T09:00", 8)]
    [InlineData("2026-03-29T02:30", 1)] // skipped: the first instant after
    public void A_local_time_is_read_in_the_zone_beside_it(string text, int utcHour)
    {
        Assert.Equal(utcHour, LocalTimes.Start(text, Berlin)!.Value.InUtc().Hour);
    }

    [Theory]
    [InlineData("")]
    [InlineData("tomorrow")]
    [InlineData("0001-01-01T00:00")]
    public void What_is_no_local_time_is_none(string text)
    {
        Assert.Null(LocalTimes.Start(text, Berlin));
    }

    [Fact]
    public void The_next_change_of_the_clocks_is_told_with_its_size()
    {
        var (at, by) = LocalTimes.NextChange(Berlin, Now)!.Value;

        Assert.Equal((Instant.FromUtc(2027, 3, 28, 1, 0), Offset.FromHours(1)), (at, by));
        Assert.Null(LocalTimes.NextChange(DateTimeZone.Utc, Now));
    }

    [Fact]
    public void Layers_are_told_in_a_sentence()
    {
        var office = new Restriction(
            new HashSet<IsoDayOfWeek> { IsoDayOfWeek.Monday, IsoDayOfWeek.Tuesday, IsoDayOfWeek.Wednesday },
            new LocalTime(9, 0),
            new LocalTime(17, 0)
        );

        Assert.Equal(
            "ana, bo, one week each, hands over Mondays at 09:00, only Monday to Wednesday 09:00 to 17:00",
            LayerWords.Of(new Layer("weekly", Weekly.Layers[0].Rotation, [office]), user => user)
        );
    }
}
