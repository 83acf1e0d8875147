using NodaTime;
using Portal.Domain.Time;

namespace Portal.Domain.Tests.Time;

public sealed class TimeRangeTests
{
    private static readonly TimeRange OneToThree = Hours(1, 3);

    [Fact]
    public void The_start_is_inside_and_the_end_is_not()
    {
        Assert.True(OneToThree.Contains(At(1)));
        Assert.True(OneToThree.Contains(At(3) - Duration.Epsilon));
        Assert.False(OneToThree.Contains(At(3)));
        Assert.False(OneToThree.Contains(At(1) - Duration.Epsilon));
        Assert.Equal(Duration.FromHours(2), OneToThree.Duration);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    public void An_end_that_is_not_after_the_start_is_refused(int start, int end) =>
        Assert.Throws<DomainException>(() => Hours(start, end));

    [Fact]
    public void Ranges_that_touch_do_not_overlap()
    {
        Assert.False(OneToThree.Overlaps(Hours(3, 4)));
        Assert.False(OneToThree.Overlaps(Hours(0, 1)));
        Assert.Null(OneToThree.Intersect(Hours(3, 4)));
    }

    [Fact]
    public void The_intersection_is_the_time_that_both_have()
    {
        Assert.Equal(Hours(2, 3), OneToThree.Intersect(Hours(2, 9)));
        Assert.Equal(OneToThree, Hours(0, 9).Intersect(OneToThree));
        Assert.Equal(OneToThree, OneToThree.Intersect(OneToThree));
    }

    private static Instant At(int hour) => Instant.FromUtc(2026, 11, 20, hour, 0);

    private static TimeRange Hours(int start, int end) => new(At(start), At(end));
}
