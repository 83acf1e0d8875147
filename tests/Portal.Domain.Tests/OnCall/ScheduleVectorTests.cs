using System.Text.Json.Nodes;
using NodaTime;
using Portal.Domain.OnCall;
using Portal.Domain.Time;

namespace Portal.Domain.Tests.OnCall;

/// <summary>Vectors/oncall/schedule: hours, restricted layers, weekly templates.</summary>
public sealed class ScheduleVectorTests
{
    private const string RuleFile = "schedule/rules.json";
    private const string RestrictionFile = "schedule/restrictions.json";
    private const string TemplateFile = "schedule/weekly-templates-linkedin.json";

    public static TheoryData<int, string> Active => Recorded.Cases(RuleFile, "active");
    public static TheoryData<int, string> RuleWindows => Recorded.Cases(RuleFile, "windows");
    public static TheoryData<int, string> Restrictions => Recorded.Cases(RestrictionFile);
    public static TheoryData<int, string> Templates => Recorded.Cases(TemplateFile);

    [Theory]
    [MemberData(nameof(Active))]
    public void Hours_are_active_as_recorded(int number, string name)
    {
        var vector = Recorded.Case(RuleFile, number, "active");
        var rule = vector["rule"]!;
        var schedule = new Schedule(rule.Text("timeZone"), [Recorded.Always("ana", rule.Restriction())], []);

        var active = schedule.OnCallAt(vector.Utc("instantUtc")).Count == 1;

        Assert.True((bool)vector["expectedActive"]! == active, name);
    }

    [Theory]
    [MemberData(nameof(RuleWindows))]
    public void The_running_or_next_window_is_as_recorded(int number, string name)
    {
        var vector = Recorded.Case(RuleFile, number, "windows");
        var rule = vector["rule"]!;
        var now = vector.Utc("instantUtc");
        var weeks = new TimeRange(now - Duration.FromDays(14), now + Duration.FromDays(14));

        var window = Recorded
            .Always("ana", rule.Restriction())
            .Windows(weeks, rule.Zone())
            .First(window => window.End > now);

        Assert.True(
            vector.Utc("expectedUtc") == (vector.Text("fn") == "windowStart" ? window.Start : window.End),
            name
        );
    }

    [Theory]
    [MemberData(nameof(Restrictions))]
    public void A_restricted_layer_covers_as_recorded(int number, string name)
    {
        var vector = Recorded.Case(RestrictionFile, number);
        var schedule = new Schedule(vector["layer"]!.Text("timeZone"), [RestrictedLayer(vector["layer"]!)], []);

        foreach (var expected in vector["expected"]?.AsArray() ?? [])
        {
            var user = schedule.OnCallAt(expected!.Utc("instantUtc")).SingleOrDefault()?.User;
            Assert.True((string?)expected!["user"] == user, name);
        }

        AssertWindows(schedule, [.. vector["expectedWindows"]?.AsArray() ?? []]);
        foreach (var next in vector["expectedNext"]?.AsArray() ?? [])
        {
            var now = next!.Utc("instantUtc");
            Assert.Empty(schedule.OnCallAt(now));
            var shift = schedule.Final(new TimeRange(now, now + Duration.FromDays(14))).Shifts[0];
            Assert.Equal((next!.Text("user"), next!.Utc("startUtc")), (shift.User, shift.From));
        }
    }

    [Theory]
    [MemberData(nameof(Templates))]
    public void A_weekly_template_is_a_weekly_rotation(int number, string name)
    {
        var vector = Recorded.Case(TemplateFile, number);
        var zone = vector["template"]!.Zone();
        var shift = Assert.Single(vector["template"]!["events"]!.AsArray())!;
        Assert.Equal(NodaConstants.SecondsPerWeek, (int)shift["durationSeconds"]!);
        var sunday = new LocalDateTime(2016, 1, 3, 0, 0);
        var rotation = new Rotation(
            RotationUnit.Week,
            1,
            sunday.PlusSeconds((int)shift["startSecondsFromSunday"]!),
            ["ana", "bo"]
        );

        foreach (var expected in vector["expected"]!.AsArray())
        {
            var turn = rotation.TurnAt(expected!.Utc("startUtc"), zone);
            Assert.True(expected!.Utc("startUtc") == turn.Start, name);
            Assert.Equal(expected!.Utc("endUtc"), turn.End);
        }
    }

    private static void AssertWindows(Schedule schedule, JsonNode?[] windows)
    {
        if (windows is [])
        {
            return;
        }

        var range = new TimeRange(windows[0]!.Utc("fromUtc"), windows[^1]!.Utc("toUtc"));
        var expected = windows.Select(window => new TimeRange(window!.Utc("fromUtc"), window!.Utc("toUtc")));
        Assert.Equal(expected, schedule.Layers[0].Windows(range, schedule.Zone));
        Assert.Equal(expected, schedule.Final(range).Shifts.Select(shift => new TimeRange(shift.From, shift.To)));
    }

    private static Layer RestrictedLayer(JsonNode layer)
    {
        var users = layer.Texts("users");
        var rotation =
            layer["rotation"]?.Rotation(users)
            ?? new Rotation(RotationUnit.Week, 1, new LocalDateTime(2025, 10, 27, 12, 0), users);
        return new Layer("restricted", rotation, Hours(layer));
    }

    /// <summary>A window over several days is, in our words, an evening, whole days and a morning.</summary>
    private static Restriction[] Hours(JsonNode layer)
    {
        if (layer["dailyWindow"] is { } daily)
        {
            return [new Restriction(new HashSet<IsoDayOfWeek>(), daily.Clock("from"), daily.Clock("to"))];
        }

        Assert.Equal(
            ("FR 20:00", "MO 08:00"),
            (layer["weeklyWindow"]!.Text("from"), layer["weeklyWindow"]!.Text("to"))
        );
        return
        [
            new(new HashSet<IsoDayOfWeek> { IsoDayOfWeek.Friday }, new LocalTime(20, 0), LocalTime.Midnight),
            new(
                new HashSet<IsoDayOfWeek> { IsoDayOfWeek.Saturday, IsoDayOfWeek.Sunday },
                LocalTime.Midnight,
                LocalTime.Midnight
            ),
            new(new HashSet<IsoDayOfWeek> { IsoDayOfWeek.Monday }, LocalTime.Midnight, new LocalTime(8, 0)),
        ];
    }
}
