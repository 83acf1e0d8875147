using NodaTime;
using Portal.Domain.OnCall;
using Portal.Domain.Time;

namespace Portal.Domain.Tests.OnCall;

public sealed class ScheduleTests
{
    private static readonly Rotation Weekly = new(
        RotationUnit.Week,
        1,
        new LocalDateTime(2026, 1, 5, 9, 0),
        ["ana", "bo", "chen"]
    );
    private static readonly Restriction Weekdays = new(
        new HashSet<IsoDayOfWeek>
        {
            IsoDayOfWeek.Monday,
            IsoDayOfWeek.Tuesday,
            IsoDayOfWeek.Wednesday,
            IsoDayOfWeek.Thursday,
            IsoDayOfWeek.Friday,
        },
        new LocalTime(9, 0),
        new LocalTime(17, 0)
    );

    private static readonly Layer Base = new("weekly", Weekly, []);
    private static readonly Layer Dara = new(
        "day",
        new Rotation(RotationUnit.Week, 1, Weekly.Start, ["dara"]),
        [Weekdays]
    );

    [Fact]
    public void The_answer_says_who_from_when_to_when_and_why()
    {
        var person = Assert.Single(Berlin([Base]).OnCallAt(Berlin(11, 18, 3)));

        Assert.Equal(
            new OnCallPerson(
                "ana",
                Berlin(11, 16, 9),
                Berlin(11, 23, 9),
                "layer weekly, turn 46 since Mon 16 Nov 09:00"
            ),
            person
        );
    }

    [Fact]
    public void The_later_layer_wins_where_it_covers()
    {
        var schedule = Berlin([Base, Dara]);

        var day = Assert.Single(schedule.OnCallAt(Berlin(11, 18, 12)));
        var night = Assert.Single(schedule.OnCallAt(Berlin(11, 18, 20)));

        Assert.Equal(("dara", Berlin(11, 18, 9), Berlin(11, 18, 17)), (day.User, day.From, day.To));
        Assert.Equal("layer day, turn 46 since Mon 16 Nov 09:00; layer 2 of 2", day.Because);
        Assert.Equal(("ana", Berlin(11, 18, 17), Berlin(11, 19, 9)), (night.User, night.From, night.To));
        Assert.EndsWith("; layer 1 of 2", night.Because, StringComparison.Ordinal);
    }

    [Fact]
    public void A_turn_before_the_start_of_the_rotation_says_so() =>
        Assert.Equal(
            "layer weekly, turn −1 (before the rotation starts) since Mon 29 Dec 09:00",
            Berlin([Base]).BecauseAt(Instant.FromUtc(2026, 1, 1, 0, 0))
        );

    [Fact]
    public void An_override_replaces_and_says_what_would_be_without_it()
    {
        var schedule = Berlin([Base], new Override("bo", "ana", Berlin(11, 21, 10), Berlin(11, 22, 10)));

        var person = Assert.Single(schedule.OnCallAt(Berlin(11, 21, 12)));

        Assert.Equal(("bo", Berlin(11, 21, 10), Berlin(11, 22, 10)), (person.User, person.From, person.To));
        Assert.Equal(
            "override: bo replaces ana until Sun 22 Nov 10:00; without it ana by layer weekly",
            person.Because
        );
    }

    [Fact]
    public void An_override_next_to_the_own_turn_makes_one_stretch_on_call_and_two_shifts()
    {
        var schedule = Berlin([Base], new Override("bo", "ana", Berlin(11, 22, 9), Berlin(11, 24, 9)));

        var person = Assert.Single(schedule.OnCallAt(Berlin(11, 22, 12)));
        var shifts = schedule.Final(new TimeRange(Berlin(11, 20, 9), Berlin(12, 1, 9))).Shifts;

        Assert.Equal((Berlin(11, 22, 9), Berlin(11, 30, 9)), (person.From, person.To));
        Assert.Equal(
            [("ana", false), ("bo", true), ("bo", false), ("chen", false)],
            shifts.Select(shift => (shift.User, shift.Override))
        );
    }

    [Fact]
    public void An_override_that_replaces_somebody_who_is_not_on_call_does_nothing()
    {
        var schedule = Berlin([Base], new Override("chen", "bo", Berlin(11, 17, 9), Berlin(11, 18, 9)));

        Assert.Equal("ana", Assert.Single(schedule.OnCallAt(Berlin(11, 17, 12))).User);
        Assert.All(
            schedule.Final(new TimeRange(Berlin(11, 16, 9), Berlin(11, 23, 9))).Shifts,
            shift => Assert.Equal("ana", shift.User)
        );
    }

    [Fact]
    public void An_override_of_whoever_it_is_also_fills_a_gap()
    {
        var schedule = Berlin([Dara], new Override("bo", null, Berlin(11, 18, 16), Berlin(11, 18, 20)));

        var shift = schedule.Final(new TimeRange(Berlin(11, 18, 16), Berlin(11, 18, 20))).Shifts.Single();

        Assert.Equal(("bo", "day", true), (shift.User, shift.Layer, shift.Override));
        Assert.Equal("override: bo takes over until Wed 18 Nov 20:00; without it dara by layer day", shift.Because);
    }

    [Fact]
    public void Somebody_who_is_off_leaves_a_gap_that_another_can_cover()
    {
        var off = new Override(null, "ana", Berlin(11, 18, 9), Berlin(11, 19, 9));
        var cover = new Override("dara", null, Berlin(11, 18, 12), Berlin(11, 19, 9));

        var gap = Berlin([Base], off).Final(new TimeRange(Berlin(11, 16, 9), Berlin(11, 23, 9))).Gaps.Single();
        var left = Berlin([Base], off, cover).Final(new TimeRange(Berlin(11, 16, 9), Berlin(11, 23, 9))).Gaps.Single();

        Assert.Equal(new TimeRange(off.From, off.To), gap);
        Assert.Equal(new TimeRange(off.From, cover.From), left);
        Assert.Empty(Berlin([Base], off).OnCallAt(Berlin(11, 18, 10)));
        Assert.Equal(
            "override: ana is off until Thu 19 Nov 09:00; without it ana by layer weekly",
            Berlin([Base], off).BecauseAt(Berlin(11, 18, 10))
        );
    }

    [Fact]
    public void Outside_all_hours_nobody_is_on_call_and_the_gap_is_listed()
    {
        var schedule = Berlin([Dara]);

        Assert.Empty(schedule.OnCallAt(Berlin(11, 18, 20)));
        Assert.Equal("no layer covers this time", schedule.BecauseAt(Berlin(11, 18, 20)));
        Assert.Equal(
            [new TimeRange(Berlin(11, 20, 17), Berlin(11, 23, 9))],
            schedule.Final(new TimeRange(Berlin(11, 20, 9), Berlin(11, 23, 12))).Gaps
        );
    }

    [Fact]
    public void A_gap_of_less_than_a_minute_is_not_listed()
    {
        var off = new Override(null, "ana", Berlin(11, 18, 9), Berlin(11, 18, 9) + Duration.FromSeconds(59));
        var range = new TimeRange(Berlin(11, 17, 9), Berlin(11, 19, 9));

        Assert.Empty(Berlin([Base], off).Final(range).Gaps);
        Assert.Single(
            Berlin([Base], new Override(null, "ana", off.From, off.To + Duration.FromSeconds(1))).Final(range).Gaps
        );
    }

    [Fact]
    public void Whoever_is_alone_in_a_rotation_has_its_turns_as_shifts()
    {
        var schedule = Berlin([new Layer("alone", Weekly, []), new Layer("dara", Dara.Rotation, [])]);

        var person = Assert.Single(schedule.OnCallAt(Berlin(11, 18, 12)));

        Assert.Equal(("dara", Berlin(11, 16, 9), Berlin(11, 23, 9)), (person.User, person.From, person.To));
        Assert.Equal(2, schedule.Final(new TimeRange(Berlin(11, 16, 9), Berlin(11, 30, 9))).Shifts.Count);
    }

    [Fact]
    public void Whoever_is_alone_in_all_layers_has_the_turn_that_runs()
    {
        var schedule = Berlin([new Layer("always", Dara.Rotation, []), Dara]);

        var person = Assert.Single(schedule.OnCallAt(Berlin(11, 18, 20)));

        Assert.Equal((Berlin(11, 16, 9), Berlin(11, 23, 9)), (person.From, person.To));
    }

    [Fact]
    public void Somebody_named_twice_in_a_row_has_one_shift_over_both_turns()
    {
        var rotation = new Rotation(RotationUnit.Week, 1, Weekly.Start, ["ana", "ana", "bo"]);

        var person = Assert.Single(Berlin([new Layer("weekly", rotation, [])]).OnCallAt(Berlin(11, 18, 12)));

        Assert.Equal(("ana", Berlin(11, 16, 9), Berlin(11, 30, 9)), (person.User, person.From, person.To));
    }

    [Fact]
    public void A_shift_of_years_is_found_whole()
    {
        var leave = new Override("bo", null, Instant.FromUtc(2020, 1, 1, 0, 0), Instant.FromUtc(2040, 1, 1, 0, 0));

        var person = Assert.Single(Berlin([Base], leave).OnCallAt(Berlin(11, 18, 12)));

        Assert.Equal((leave.From, leave.To), (person.From, person.To));
    }

    [Fact]
    public void A_layer_alone_shows_its_turns_cut_to_its_hours()
    {
        var schedule = Berlin([Base, Dara], new Override("bo", null, Berlin(11, 18, 0), Berlin(11, 19, 0)));

        var shifts = schedule.LayerShifts(1, new TimeRange(Berlin(11, 18, 12), Berlin(11, 20, 12)));

        Assert.Equal(
            [
                (Berlin(11, 18, 12), Berlin(11, 18, 17)),
                (Berlin(11, 19, 9), Berlin(11, 19, 17)),
                (Berlin(11, 20, 9), Berlin(11, 20, 12)),
            ],
            shifts.Select(shift => (shift.From, shift.To))
        );
    }

    [Fact]
    public void Overrides_alone_make_a_schedule()
    {
        var schedule = Berlin([], new Override("bo", null, Berlin(11, 18, 0), Berlin(11, 19, 0)));

        Assert.Equal(
            "override: bo takes over until Thu 19 Nov 00:00; without it nobody",
            schedule.BecauseAt(Berlin(11, 18, 12))
        );
    }

    private static Schedule Berlin(IReadOnlyList<Layer> layers, params Override[] overrides) =>
        new("Europe/Berlin", layers, overrides);

    private static Instant Berlin(int month, int day, int hour) =>
        new LocalDateTime(2026, month, day, hour, 0).InZoneStrictly(Zones.Find("Europe/Berlin")).ToInstant();
}
