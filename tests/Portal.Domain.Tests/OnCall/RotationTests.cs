using NodaTime;
using Portal.Domain.OnCall;
using Portal.Domain.Time;

namespace Portal.Domain.Tests.OnCall;

public sealed class RotationTests
{
    private static readonly LocalDateTime Start = new(2026, 1, 5, 9, 0);
    private static readonly string[] People = ["ana", "bo", "chen"];

    public static TheoryData<string, RotationUnit, int> Clocks
    {
        get
        {
            var clocks = new TheoryData<string, RotationUnit, int>();
            foreach (
                var zone in (string[])["America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "America/Santiago"]
            )
            {
                clocks.Add(zone, RotationUnit.Hour, 1);
                clocks.Add(zone, RotationUnit.Hour, 7);
                clocks.Add(zone, RotationUnit.Day, 1);
                clocks.Add(zone, RotationUnit.Week, 1);
                clocks.Add(zone, RotationUnit.Month, 1);
            }

            return clocks;
        }
    }

    [Theory]
    [MemberData(nameof(Clocks))]
    public void Walked_every_30_seconds_over_both_clock_changes_turns_follow_each_other_without_a_hole(
        string zoneName,
        RotationUnit unit,
        int length
    )
    {
        var zone = Zones.Find(zoneName);
        var rotation = new Rotation(unit, length, new LocalDateTime(2026, 1, 1, 1, 45), People);
        foreach (var change in ClockChanges(zone))
        {
            var turn = rotation.TurnAt(change - Duration.FromHours(30), zone);
            for (var now = turn.Start; now < change + Duration.FromHours(30); now += Duration.FromSeconds(30))
            {
                var next = rotation.TurnAt(now, zone);
                Assert.True(next.Start <= now && now < next.End);
                Assert.True(next == turn || (next.Start == turn.End && next.Index > turn.Index));
                turn = next;
            }
        }
    }

    [Fact]
    public void A_hundred_thousand_random_turns_in_all_zones_tile_time()
    {
        var random = new Random(31);
        for (var i = 0; i < 100_000; i++)
        {
            var zone = Zones.Find(Zones.Names[random.Next(Zones.Names.Count)]);
            var start = new LocalDateTime(2020, 1, 1, 0, 0).PlusMinutes(random.Next(-5_000_000, 5_000_000));
            var rotation = new Rotation((RotationUnit)random.Next(4), random.Next(1, 50), start, People);
            var now = Instant.FromUnixTimeSeconds(random.NextInt64(-2_000_000_000, 4_000_000_000));

            var turn = rotation.TurnAt(now, zone);
            var next = rotation.TurnAt(turn.End, zone);

            Assert.True(turn.Start <= now && now < turn.End);
            Assert.Equal(turn, rotation.TurnAt(turn.Start, zone));
            Assert.Equal(turn, rotation.TurnAt(turn.End - Duration.Epsilon, zone));
            Assert.True(next.Start == turn.End && next.Index > turn.Index);
        }
    }

    [Fact]
    public void Turns_of_a_range_are_the_ones_that_asking_each_instant_gives()
    {
        var zone = Zones.Find("America/New_York");
        var range = new TimeRange(Instant.FromUtc(2026, 3, 7, 0, 0), Instant.FromUtc(2026, 3, 10, 0, 0));
        var rotation = new Rotation(RotationUnit.Hour, 1, Start, People);

        var asked = new List<Turn>();
        for (var now = range.Start; now < range.End; now = asked[^1].End)
        {
            asked.Add(rotation.TurnAt(now, zone));
        }

        Assert.Equal(asked, rotation.Turns(range, zone));
    }

    [Fact]
    public void A_rotation_that_starts_next_week_has_turns_today()
    {
        var turn = new Rotation(RotationUnit.Week, 1, Start, People).TurnAt(
            Instant.FromUtc(2026, 1, 1, 0, 0),
            DateTimeZone.Utc
        );

        Assert.Equal(
            new Turn(-1, "chen", Instant.FromUtc(2025, 12, 29, 9, 0), Instant.FromUtc(2026, 1, 5, 9, 0)),
            turn
        );
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1_001)]
    public void A_length_outside_1_to_1000_is_refused(int length) =>
        Assert.Throws<DomainException>(() => new Rotation(RotationUnit.Day, length, Start, People));

    [Fact]
    public void A_rotation_of_nobody_is_refused()
    {
        Assert.Throws<DomainException>(() => new Rotation(RotationUnit.Day, 1, Start, []));
        Assert.Throws<DomainException>(() => new Rotation(RotationUnit.Day, 1, Start, ["ana", " "]));
    }

    [Fact]
    public void A_start_in_the_year_3000_is_refused() =>
        Assert.Throws<DomainException>(() =>
            new Rotation(RotationUnit.Day, 1, new LocalDateTime(3000, 1, 1, 0, 0), People)
        );

    private static List<Instant> ClockChanges(DateTimeZone zone)
    {
        var year = new Interval(Instant.FromUtc(2026, 1, 1, 0, 0), Instant.FromUtc(2027, 1, 1, 0, 0));
        var changes = zone.GetZoneIntervals(year).Skip(1).Select(interval => interval.Start).ToList();
        Assert.Equal(2, changes.Count);
        return changes;
    }
}
