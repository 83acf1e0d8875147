using NodaTime;
using Portal.Domain.OnCall;
using Portal.Domain.Time;

namespace Portal.Domain.Tests.OnCall;

/// <summary>What holds for every schedule, checked on random ones against the definition read word by word.</summary>
public sealed class LayeredScheduleProperties
{
    private static readonly string[] ZoneNames =
    [
        "America/New_York",
        "Europe/Berlin",
        "Australia/Lord_Howe",
        "America/Santiago",
        "Asia/Kolkata",
        "UTC",
    ];

    private static readonly string[] People = ["ana", "bo", "chen", "dara", "eli"];
    private static readonly Instant Spring = Instant.FromUtc(2026, 3, 1, 0, 0);

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 120)];

    [Theory]
    [InlineData("America/New_York")]
    [InlineData("Europe/Berlin")]
    [InlineData("Australia/Lord_Howe")]
    [InlineData("America/Santiago")]
    public void Without_restrictions_exactly_one_person_is_on_call_every_30_seconds_of_the_clock_changes(string zone)
    {
        var rotation = new Rotation(RotationUnit.Hour, 1, new LocalDateTime(2026, 1, 1, 0, 30), ["ana", "bo", "chen"]);
        var schedule = new Schedule(zone, [new Layer("hourly", rotation, [])], []);
        var year = new Interval(Instant.FromUtc(2026, 1, 1, 0, 0), Instant.FromUtc(2027, 1, 1, 0, 0));
        foreach (var change in schedule.Zone.GetZoneIntervals(year).Skip(1).Select(interval => interval.Start))
        {
            for (
                var now = change - Duration.FromHours(3);
                now < change + Duration.FromHours(3);
                now += Duration.FromSeconds(30)
            )
            {
                var person = Assert.Single(schedule.OnCallAt(now));
                Assert.True(person.From <= now && now < person.To);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_final_schedule_says_what_asking_at_each_instant_says(int seed)
    {
        var random = new Random(seed);
        var schedule = RandomSchedule(random);
        var range = new TimeRange(Spring, Spring + Duration.FromDays(60));
        var final = schedule.Final(range);
        for (var i = 0; i < 60; i++)
        {
            var now = Spring + Duration.FromMinutes(random.Next((int)range.Duration.TotalMinutes));
            var shift = final.Shifts.SingleOrDefault(shift => shift.From <= now && now < shift.To);
            var person = schedule.OnCallAt(now).SingleOrDefault();

            Assert.Equal(Expected(schedule, now), shift?.User);
            Assert.Equal(shift?.User, person?.User);
            Assert.Equal(shift is null, final.Gaps.Any(gap => gap.Contains(now)));
            Assert.True(person is null || (person.From <= now && now < person.To));
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Shifts_and_gaps_fill_a_range_without_overlap_and_do_not_depend_on_where_it_is_cut(int seed)
    {
        var random = new Random(seed);
        var schedule = RandomSchedule(random);
        var range = new TimeRange(Spring, Spring + Duration.FromDays(60));
        var cut = Spring + Duration.FromMinutes(random.Next(1, 60 * 24 * 60));

        var whole = schedule.Final(range);
        var parts = Filled(schedule.Final(new(range.Start, cut))).Concat(Filled(schedule.Final(new(cut, range.End))));

        var filled = Filled(whole);
        Assert.Equal((range.Start, range.End), (filled[0].From, filled[^1].To));
        Assert.All(filled.Zip(filled.Skip(1)), pair => Assert.Equal(pair.First.To, pair.Second.From));
        Assert.All(
            parts,
            part => Assert.Contains(filled, all => all.User == part.User && all.From <= part.From && part.To <= all.To)
        );
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_person_on_call_has_not_been_it_before_and_is_not_it_after_unless_alone(int seed)
    {
        var random = new Random(seed);
        var schedule = RandomSchedule(random);
        if (schedule.Layers.Any(layer => layer.Rotation.HasOnePerson))
        {
            return;
        }

        var now = Spring + Duration.FromMinutes(random.Next(60 * 24 * 60));
        if (schedule.OnCallAt(now).SingleOrDefault() is { } person)
        {
            Assert.False(person.User == Expected(schedule, person.From - Duration.Epsilon));
            Assert.False(person.User == Expected(schedule, person.To));
            Assert.Equal(person.User, Expected(schedule, person.From));
            Assert.Equal(person.User, Expected(schedule, person.To - Duration.Epsilon));
        }
    }

    private static List<(string? User, Instant From, Instant To)> Filled(FinalSchedule final) =>
        [
            .. final
                .Shifts.Select(shift => ((string?)shift.User, shift.From, shift.To))
                .Concat(final.Gaps.Select(gap => ((string?)null, gap.Start, gap.End)))
                .OrderBy(stretch => stretch.Item2),
        ];

    /// <summary>The definition, slowly: last layer whose turn and hours hold, then the overrides in order.</summary>
    private static string? Expected(Schedule schedule, Instant now)
    {
        var winner = schedule.Layers.LastOrDefault(layer =>
            layer.Restrictions.Count == 0 || layer.Restrictions.Any(hours => Covers(hours, now, schedule.Zone))
        );
        var user = winner?.Rotation.TurnAt(now, schedule.Zone).User;
        foreach (var change in schedule.Overrides)
        {
            var applies = change.From <= now && now < change.To && (change.Replaces is null || change.Replaces == user);
            user = applies ? change.User : user;
        }

        return user;
    }

    private static bool Covers(Restriction hours, Instant now, DateTimeZone zone) =>
        Enumerable
            .Range(-3, 5)
            .Select(days => now.InZone(zone).Date.PlusDays(days))
            .Where(day => hours.Days.Count == 0 || hours.Days.Contains(day.DayOfWeek))
            .Any(day =>
                WallClock.EarlierOrAfterGap(day + hours.From, zone) <= now
                && now < WallClock.LaterOrAfterGap(day.PlusDays(hours.To <= hours.From ? 1 : 0) + hours.To, zone)
            );

    private static Schedule RandomSchedule(Random random)
    {
        var layers = Enumerable
            .Range(1, random.Next(1, 6))
            .Select(number => RandomLayer(random, $"layer {number}"))
            .ToList();
        var overrides = new List<Override>();
        for (var i = 0; i < 12; i++)
        {
            var change = RandomOverride(random);
            if (!overrides.Exists(other => Clash(other, change)))
            {
                overrides.Add(change);
            }
        }

        return new Schedule(ZoneNames[random.Next(ZoneNames.Length)], layers, overrides);
    }

    private static Override RandomOverride(Random random)
    {
        var from = Spring + Duration.FromMinutes(random.Next(-10_000, 100_000));
        var to = from + Duration.FromMinutes(random.Next(1, 10_000));
        var people = People.ToArray();
        random.Shuffle(people);
        return random.Next(4) switch
        {
            0 => new Override(people[0], null, from, to),
            1 => new Override(null, people[1], from, to),
            _ => new Override(people[0], people[1], from, to),
        };
    }

    private static bool Clash(Override one, Override other) =>
        one.From < other.To
        && other.From < one.To
        && new[] { one.User, one.Replaces }
            .OfType<string>()
            .Any(person => person == other.User || person == other.Replaces);

    private static Layer RandomLayer(Random random, string name)
    {
        var start = new LocalDateTime(2026, 1, 1, 0, 0).PlusMinutes(random.Next(-500_000, 500_000) / 30 * 30);
        var rotation = new Rotation(
            (RotationUnit)random.Next(4),
            random.Next(1, 13),
            start,
            random.GetItems(People, random.Next(1, 6))
        );
        return new Layer(name, rotation, [.. Enumerable.Range(0, random.Next(3)).Select(_ => RandomHours(random))]);
    }

    private static Restriction RandomHours(Random random)
    {
        var days = random.GetItems(Enum.GetValues<IsoDayOfWeek>()[1..], random.Next(6)).ToHashSet();
        var from = LocalTime.Midnight.PlusMinutes(30 * random.Next(48));
        return new Restriction(
            days,
            from,
            random.Next(4) == 0 ? from : LocalTime.Midnight.PlusMinutes(30 * random.Next(48))
        );
    }
}
