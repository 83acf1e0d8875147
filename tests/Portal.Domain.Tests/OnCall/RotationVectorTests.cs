using System.Text.Json.Nodes;
using NodaTime;
using Portal.Domain.Time;

namespace Portal.Domain.Tests.OnCall;

/// <summary>Vectors/oncall/rotation: hand-offs recorded from other systems, and our rule where they disagree.</summary>
public sealed class RotationVectorTests
{
    private const string HandoffFile = "rotation/handoffs.json";
    private const string EndFile = "rotation/end-of-shift.json";
    private const string MonthEndFile = "rotation/month-end-leap.json";
    private const string FromHandoffsFile = "rotation/oncall-from-handoffs.json";
    private const string ExtraZonesFile = "rotation/oncall-extra-zones.json";
    private const string Havana = "Havana: at the second midnight 05:00Z nothing changes";

    public static TheoryData<int, string> Handoffs => Recorded.Cases(HandoffFile);
    public static TheoryData<int, string> Ends => Recorded.Cases(EndFile);
    public static TheoryData<int, string> MonthEnds => Recorded.Cases(MonthEndFile);
    public static TheoryData<int, string> FromHandoffs => Recorded.Cases(FromHandoffsFile);
    public static TheoryData<int, string> ExtraZones => Recorded.Cases(ExtraZonesFile, except: [Havana]);

    [Theory]
    [MemberData(nameof(Handoffs))]
    public void Asked_every_30_seconds_a_rotation_names_exactly_the_recorded_handoffs(int number, string name)
    {
        var vector = Recorded.Case(HandoffFile, number);
        var (rotation, zone) = (vector["rotation"]!.Rotation(), vector["rotation"]!.Zone());
        var first = WallClock.EarlierOrAfterGap(vector["window"]!.Local("fromLocal"), zone);
        var last = WallClock.EarlierOrAfterGap(vector["window"]!.Local("toLocal"), zone);

        var seen = new SortedSet<Instant>();
        for (var now = first; now <= last; now += Duration.FromSeconds(30))
        {
            var turn = rotation.TurnAt(now, zone);
            Assert.True(turn.Start <= now && now < turn.End, name);
            seen.UnionWith([turn.Start, turn.End]);
        }

        Assert.Equal(vector["expectedHandoffs"]!.AsArray().Select(handoff => handoff!.Utc("utc")), seen);
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public void A_turn_ends_when_recorded(int number, string name)
    {
        var vector = Recorded.Case(EndFile, number);
        var at = vector.Utc("atUtc");

        var turn = vector["rotation"]!.Rotation().TurnAt(at, vector["rotation"]!.Zone());

        Assert.True(vector.Utc("expectedEndUtc") == turn.End, name);
        Assert.Equal((double)vector["durationSeconds"]!, (turn.End - at).TotalSeconds);
    }

    [Theory]
    [MemberData(nameof(MonthEnds))]
    public void Months_clamp_to_their_last_day_counted_from_the_anchor(int number, string name)
    {
        var vector = Recorded.Case(MonthEndFile, number);

        var boundary = vector["rotation"]!
            .Rotation()
            .Boundary((int)vector["boundaryIndex"]!, vector["rotation"]!.Zone());

        Assert.True(vector.Utc("recommendedBoundaryUtc") == boundary, name);
    }

    [Theory]
    [MemberData(nameof(FromHandoffs))]
    public void The_recorded_person_has_the_turn_and_turns_that_the_clocks_skip_count(int number, string name) =>
        AssertTurn(Recorded.Case(FromHandoffsFile, number), name);

    [Theory]
    [MemberData(nameof(ExtraZones))]
    public void The_recorded_person_has_the_turn_in_zones_with_unusual_clocks(int number, string name) =>
        AssertTurn(Recorded.Case(ExtraZonesFile, number), name);

    /// <summary>Cuba, which has two midnights when its clocks go back, was then expected to do so in 2026 and did not.</summary>
    [Theory]
    [InlineData("2025-10-27T00:00", "2025-11-02T04:00:00Z", "2025-11-03T05:00:00Z")]
    [InlineData("2026-10-26T00:00", "2026-11-01T04:00:00Z", "2026-11-02T04:00:00Z")]
    public void At_the_second_midnight_of_Havana_nothing_changes(string startLocal, string start, string end)
    {
        var vector = Recorded.Named(ExtraZonesFile, Havana).DeepClone();
        vector["rotation"]!["startLocal"] = startLocal;
        (vector["shiftStartUtc"], vector["shiftEndUtc"]) = (start, end);
        vector["instantUtc"] = start.Replace("T04", "T05", StringComparison.Ordinal);

        AssertTurn(vector, Havana);
    }

    private static void AssertTurn(JsonNode vector, string name)
    {
        var rotation = vector["rotation"]!.Rotation(vector.Texts("participants"));

        var turn = rotation.TurnAt(vector.Utc("instantUtc"), vector["rotation"]!.Zone());

        Assert.True(vector.Text("expectedUser") == turn.User, name);
        Assert.Equal((int)vector["expectedIndex"]!, turn.Index);
        Assert.Equal(vector.Utc("shiftStartUtc"), turn.Start);
        Assert.Equal(vector.Utc("shiftEndUtc"), turn.End);
    }
}
