using NodaTime;
using Portal.Domain.OnCall;
using Portal.Domain.Time;

namespace Portal.Domain.Tests.OnCall;

public sealed class ScheduleRefusalTests
{
    private static readonly Instant Noon = Instant.FromUtc(2026, 11, 20, 12, 0);

    [Theory]
    [InlineData("foo5")]
    [InlineData("Mars/X")]
    [InlineData("../x")]
    [InlineData("")]
    public void An_unknown_zone_is_refused(string zone) =>
        Assert.Throws<DomainException>(() => new Schedule(zone, [], []));

    [Theory]
    [InlineData("bo", "ana", "bo", "chen")]
    [InlineData("bo", "ana", "chen", "ana")]
    [InlineData("bo", "ana", "chen", "bo")]
    [InlineData("bo", null, "bo", "ana")]
    [InlineData(null, "ana", "bo", "ana")]
    public void Overlapping_overrides_that_share_a_person_are_refused(
        string? user,
        string? replaces,
        string? user2,
        string? replaces2
    )
    {
        var first = Hours(user, replaces, 0, 4);

        Assert.Throws<DomainException>(() => Schedule(first, Hours(user2, replaces2, 3, 5)));
        Assert.Throws<DomainException>(() => Schedule(Hours(user2, replaces2, -1, 6), Hours("x", "y", 1, 2), first));
        Assert.Equal(2, Schedule(first, Hours(user2, replaces2, 4, 5)).Overrides.Count);
    }

    [Fact]
    public void Overlapping_overrides_of_different_people_are_taken_and_the_later_wins()
    {
        var schedule = Schedule(Hours("bo", null, 0, 4), Hours("chen", null, 2, 6));

        Assert.Equal(
            [("bo", 0), ("chen", 2)],
            schedule
                .Final(new TimeRange(Noon, Noon + Duration.FromHours(6)))
                .Shifts.Select(shift => (shift.User, (shift.From - Noon).Hours))
        );
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void An_override_that_does_not_end_after_it_starts_is_refused(int hours) =>
        Assert.Throws<DomainException>(() => Hours("bo", "ana", 0, hours));

    [Theory]
    [InlineData(null, null)]
    [InlineData("", " ")]
    [InlineData("bo", "bo")]
    public void An_override_without_people_or_of_oneself_is_refused(string? user, string? replaces) =>
        Assert.Throws<DomainException>(() => Hours(user, replaces, 0, 1));

    [Fact]
    public void Layers_need_names_that_differ()
    {
        Assert.Throws<DomainException>(() => new Schedule("UTC", [Recorded.Always("ana"), Recorded.Always("ana")], []));
        Assert.Throws<DomainException>(() => Recorded.Always(" "));
    }

    [Fact]
    public void Times_that_no_calendar_plans_are_refused()
    {
        var schedule = new Schedule("UTC", [Recorded.Always("ana")], []);

        Assert.Throws<DomainException>(() => schedule.OnCallAt(Instant.MaxValue));
        Assert.Throws<DomainException>(() => schedule.BecauseAt(Instant.MinValue));
        Assert.Throws<DomainException>(() => schedule.Final(new TimeRange(Noon, Noon + Duration.FromDays(3_000))));
        Assert.Single(schedule.OnCallAt(Instant.FromUtc(2499, 12, 31, 23, 59)));
        Assert.Single(schedule.OnCallAt(Instant.FromUtc(1900, 1, 1, 0, 0)));
    }

    [Fact]
    public void A_restriction_of_no_day_of_the_week_is_refused() =>
        Assert.Throws<DomainException>(() =>
            new Restriction(new HashSet<IsoDayOfWeek> { IsoDayOfWeek.None }, LocalTime.Midnight, LocalTime.Noon)
        );

    private static Schedule Schedule(params Override[] overrides) => new("UTC", [], overrides);

    private static Override Hours(string? user, string? replaces, int from, int to) =>
        new(user, replaces, Noon + Duration.FromHours(from), Noon + Duration.FromHours(to));
}
