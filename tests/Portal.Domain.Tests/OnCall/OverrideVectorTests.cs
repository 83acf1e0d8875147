using System.Text.Json.Nodes;
using NodaTime;
using Portal.Domain.OnCall;
using Portal.Domain.Time;

namespace Portal.Domain.Tests.OnCall;

/// <summary>
/// Vectors/oncall/schedule, overrides and final shifts. Other systems may have several people on call and overrides per
/// policy; ours has one person at each instant and one override of a person at a time.
/// </summary>
public sealed class OverrideVectorTests
{
    private const string OverrideFile = "schedule/overrides.json";
    private const string FinalFile = "schedule/final-shifts-goalert.json";
    private const string ScopedCase = "policy scope beats global";
    private const string SetCase = "add / replace / remove together";
    private const string TwoAtOnceCase = "ActiveFuture";

    public static TheoryData<int, string> Overrides => Recorded.Cases(OverrideFile, except: [ScopedCase, SetCase]);
    public static TheoryData<int, string> Finals => Recorded.Cases(FinalFile, except: [TwoAtOnceCase]);

    [Theory]
    [MemberData(nameof(Overrides))]
    public void Overrides_of_one_scope_apply_as_recorded(int number, string name)
    {
        var vector = Recorded.Case(OverrideFile, number);
        var schedule = new Schedule("UTC", [LayerOf(vector["shifts"]!.AsArray())], Changes(vector["overrides"]));

        foreach (var expected in vector["expected"]!.AsArray())
        {
            var user = schedule.OnCallAt(expected!.Utc("instantUtc")).SingleOrDefault()?.User;
            Assert.True((string?)expected!["user"] == user, name);
        }
    }

    [Fact]
    public void Two_overrides_of_one_person_at_one_time_are_refused_instead_of_scoped_to_a_policy()
    {
        var vector = Recorded.Named(OverrideFile, ScopedCase);
        var layer = LayerOf(vector["shifts"]!.AsArray());

        var refusal = Assert.Throws<DomainException>(() => new Schedule("UTC", [layer], Changes(vector["overrides"])));

        Assert.Contains("overrides with A overlap", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Replacing_and_removing_apply_as_recorded_but_adding_takes_over_since_one_person_is_on_call()
    {
        var vector = Recorded.Named(OverrideFile, SetCase);
        var all = vector["activeOverrides"]!.AsArray().Select(change => Change(change!, 0, 24)).ToList();
        var withoutAdded = all.Where(change => change.Replaces is not null).ToList();

        var users = vector.Texts("onCallByRules").Select(user => OnCallInstead(user, withoutAdded)).OfType<string>();

        Assert.Equal(string.Join(", ", vector.Texts("expectedUsers")), string.Join(", ", [.. users, "foo"]));
        Assert.All(vector.Texts("onCallByRules"), user => Assert.Equal("foo", OnCallInstead(user, all)));
    }

    [Theory]
    [MemberData(nameof(Finals))]
    public void Final_shifts_are_as_recorded_cut_at_the_range_while_recorded_history_is_kept_elsewhere(
        int number,
        string name
    )
    {
        var vector = Recorded.Case(FinalFile, number);
        var range = new TimeRange(vector["window"]!.Utc("fromUtc"), vector["window"]!.Utc("toUtc"));

        var final = ScheduleOf(vector["schedule"]!).Final(range);

        var expected = vector["expectedShifts"]!.AsArray();
        Assert.True(expected.Count > 0, name);
        Assert.Equal(
            expected.Select(shift =>
                (shift!.Text("user"), Instant.Max(range.Start, shift!.Utc("startUtc")), shift!.Utc("endUtc"))
            ),
            final.Shifts.Select(shift => (shift.User, shift.From, shift.To))
        );
    }

    [Fact]
    public void Of_two_rules_that_cover_one_time_the_later_layer_wins_instead_of_both_being_on_call()
    {
        var vector = Recorded.Named(FinalFile, TwoAtOnceCase);
        var range = new TimeRange(vector["window"]!.Utc("fromUtc"), vector["window"]!.Utc("toUtc"));
        var half = range.Start + Duration.FromMinutes(30);

        var final = ScheduleOf(vector["schedule"]!).Final(range);

        Assert.Equal(
            [("still-active", range.Start, half), ("has-gap", half, range.End)],
            final.Shifts.Select(shift => (shift.User, shift.From, shift.To))
        );
    }

    private static string? OnCallInstead(string user, IReadOnlyList<Override> overrides) =>
        new Schedule("UTC", [Recorded.Always(user)], overrides)
            .OnCallAt(Instant.FromUtc(2026, 1, 1, 12, 0))
            .SingleOrDefault()
            ?.User;

    private static Schedule ScheduleOf(JsonNode schedule)
    {
        var layers = schedule["rules"]!
            .AsArray()
            .Select(rule => Recorded.Always(rule!.Text("user"), rule!.Restriction()));
        return new Schedule(schedule.Text("timeZone"), [.. layers], Changes(schedule["overrides"]));
    }

    private static Override[] Changes(JsonNode? overrides) =>
        [
            .. (overrides?.AsArray() ?? []).Select(change => new Override(
                (string?)change!["with"],
                (string?)change["replace"] ?? (string?)change["remove"],
                change.Utc("fromUtc"),
                change.Utc("toUtc")
            )),
        ];

    private static Override Change(JsonNode change, int fromHour, int hours)
    {
        var from = Instant.FromUtc(2026, 1, 1, fromHour, 0);
        return new Override(
            (string?)change["with"] ?? (string?)change["add"],
            (string?)change["replace"] ?? (string?)change["remove"],
            from,
            from + Duration.FromHours(hours)
        );
    }

    /// <summary>The recorded shifts are of one person on one day: these hours of that person.</summary>
    private static Layer LayerOf(JsonArray shifts)
    {
        var hours = shifts.Select(shift =>
        {
            var (from, to) = (shift!.Utc("fromUtc").InUtc(), shift!.Utc("toUtc").InUtc());
            return new Restriction(new HashSet<IsoDayOfWeek> { from.DayOfWeek }, from.TimeOfDay, to.TimeOfDay);
        });
        return Recorded.Always(
            Assert.Single(shifts.Select(shift => shift!.Text("user")).Distinct(StringComparer.Ordinal)),
            [.. hours]
        );
    }
}
