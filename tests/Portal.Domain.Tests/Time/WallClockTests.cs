using System.Globalization;
using System.Text.Json.Nodes;
using NodaTime;
using NodaTime.Text;
using Portal.Domain.Time;

namespace Portal.Domain.Tests.Time;

/// <summary>Vectors/oncall/rotation/wall-clock.json.</summary>
public sealed class WallClockTests
{
    private const int Cases = 17;

    private static readonly JsonArray Vectors = JsonNode.Parse(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Vectors/oncall/rotation/wall-clock.json"))
    )!["vectors"]!.AsArray();

    public static TheoryData<int> All => [.. Enumerable.Range(0, Cases)];

    [Fact]
    public void Every_recorded_case_is_run() => Assert.Equal(Cases, Vectors.Count);

    [Theory]
    [MemberData(nameof(All))]
    public void Local_times_map_as_recorded(int number)
    {
        var vector = Vectors[number]!;
        var zone = Zones.Find(Text(vector, "timeZone"));

        switch (Text(vector, "fn"))
        {
            case "firstOfDay":
                Assert.Equal(
                    Utc(vector),
                    WallClock.EarlierOrAfterGap(Local($"{Text(vector, "date")}T{Text(vector, "clock")}"), zone)
                );
                break;
            case "addClock":
                var sum = Local(Text(vector, "fromLocal")).PlusMinutes((int)vector["clockMinutes"]!);
                Assert.Equal(Utc(vector), WallClock.EarlierOrAfterGap(sum, zone));
                break;
            case "clockHoursBetween":
                var hours = Period
                    .Between(Local(Text(vector, "aLocal")), Local(Text(vector, "bLocal")), PeriodUnits.Hours)
                    .Hours;
                Assert.Equal((long)vector["expectedHours"]!, hours);
                break;
            default:
                Assert.Fail($"Unknown function {vector["fn"]}.");
                break;
        }
    }

    [Fact]
    public void A_repeated_time_ends_a_window_at_its_second_showing()
    {
        var chicago = Zones.Find("America/Chicago");

        Assert.Equal(
            Instant.FromUtc(2018, 11, 4, 6, 30),
            WallClock.EarlierOrAfterGap(Local("2018-11-04T01:30"), chicago)
        );
        Assert.Equal(
            Instant.FromUtc(2018, 11, 4, 7, 30),
            WallClock.LaterOrAfterGap(Local("2018-11-04T01:30"), chicago)
        );
    }

    [Fact]
    public void A_skipped_time_is_the_first_instant_after_the_gap_for_starts_and_ends()
    {
        var chicago = Zones.Find("America/Chicago");

        Assert.Equal(
            Instant.FromUtc(2018, 3, 11, 8, 0),
            WallClock.EarlierOrAfterGap(Local("2018-03-11T02:30"), chicago)
        );
        Assert.Equal(Instant.FromUtc(2018, 3, 11, 8, 0), WallClock.LaterOrAfterGap(Local("2018-03-11T02:30"), chicago));
    }

    private static string Text(JsonNode vector, string name) => (string)vector[name]!;

    private static Instant Utc(JsonNode vector) => InstantPattern.ExtendedIso.Parse(Text(vector, "expectedUtc")).Value;

    private static LocalDateTime Local(string text) =>
        LocalDateTime.FromDateTime(DateTime.Parse(text, CultureInfo.InvariantCulture));
}
