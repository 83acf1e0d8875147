using NodaTime;
using Portal.Domain.OnCall;
using Portal.Domain.Time;

namespace Portal.Domain.Tests.OnCall;

public sealed class ShiftHistoryTests
{
    private static readonly Instant Monday = Instant.FromUtc(2026, 11, 2, 0, 0);
    private static readonly TimeRange TwoWeeks = new(Monday, Day(14));

    [Fact]
    public void Each_moment_is_told_by_the_schedule_that_stood_then()
    {
        var shifts = ShiftHistory.Of([Weekly("chen", 10, 100, "dara"), Weekly("ana", -100, 10, "bo")], TwoWeeks);

        Assert.Equal(
            [("ana", Monday, Day(7)), ("bo", Day(7), Day(10)), ("dara", Day(10), Day(14))],
            shifts.Select(shift => (shift.User, shift.From, shift.To))
        );
    }

    [Fact]
    public void A_shift_that_outlives_an_edit_is_one()
    {
        var shifts = ShiftHistory.Of([Weekly("ana", -100, 3, "bo"), Weekly("ana", 3, 100, "bo")], TwoWeeks);

        Assert.Equal("ana bo", string.Join(" ", shifts.Select(shift => shift.User)));
        Assert.Equal((Monday, Day(7)), (shifts[0].From, shifts[0].To));
    }

    [Fact]
    public void Before_a_schedule_was_there_nobody_had_a_shift_of_it()
    {
        var shift = Assert.Single(ShiftHistory.Of([Weekly("ana", 5, 7, "bo")], TwoWeeks));

        Assert.Equal((Day(5), Day(7)), (shift.From, shift.To));
        Assert.Empty(ShiftHistory.Of([Weekly("ana", 20, 30, "bo")], TwoWeeks));
    }

    [Fact]
    public void Turns_of_one_person_that_follow_each_other_are_shifts_of_their_own()
    {
        var alone = new Rotation(RotationUnit.Week, 1, new LocalDateTime(2026, 11, 2, 0, 0), ["ana"]);
        var schedule = new Schedule("UTC", [new("weekly", alone, [])], []);

        Assert.Equal(2, ShiftHistory.Of([new(schedule, new(Day(-100), Day(100)))], TwoWeeks).Count);
    }

    [Fact]
    public void Who_is_on_call_by_one_layer_after_another_has_one_shift()
    {
        var weekly = new Rotation(RotationUnit.Week, 2, new LocalDateTime(2026, 11, 2, 0, 0), ["ana", "bo"]);
        var daily = new Rotation(RotationUnit.Day, 1, new LocalDateTime(2026, 11, 2, 0, 0), ["ana"]);
        var office = new Restriction(
            new HashSet<IsoDayOfWeek> { IsoDayOfWeek.Monday },
            new LocalTime(9, 0),
            new LocalTime(17, 0)
        );
        var schedule = new Schedule("UTC", [new("weekly", weekly, []), new("office", daily, [office])], []);

        var shift = Assert.Single(ShiftHistory.Of([new(schedule, new(Day(-100), Day(100)))], TwoWeeks));

        Assert.Equal((Monday, Day(14)), (shift.From, shift.To));
    }

    private static ScheduleInForce Weekly(string first, int from, int to, string second)
    {
        var rotation = new Rotation(RotationUnit.Week, 1, new LocalDateTime(2026, 11, 2, 0, 0), [first, second]);
        return new(new Schedule("UTC", [new("weekly", rotation, [])], []), new(Day(from), Day(to)));
    }

    private static Instant Day(int day) => Monday + Duration.FromDays(day);
}
