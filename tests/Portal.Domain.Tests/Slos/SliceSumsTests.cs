using Portal.Domain.Slos;

namespace Portal.Domain.Tests.Slos;

public sealed class SliceSumsTests
{
    [Fact]
    public void Good_is_clamped_for_budgets_and_kept_raw()
    {
        var over = SliceSums.Of(100.05m, 100);
        var under = SliceSums.Of(-3, 100);

        Assert.Equal((0m, 100.05m, 1m), (over.Bad, over.Good, over.Ratio));
        Assert.Equal((100m, -3m, 0m), (under.Bad, under.Good, under.Ratio));
    }

    [Fact]
    public void A_request_counted_one_slice_late_is_not_a_failure() =>
        Assert.Equal(0, (SliceSums.Of(99, 100) + SliceSums.Of(101, 100)).Bad);

    [Theory]
    [InlineData(1000, true)]
    [InlineData(1001, true)]
    [InlineData(1002, false)]
    [InlineData(-1, true)]
    [InlineData(-2, false)]
    public void More_than_a_thousandth_beyond_the_total_raises_a_notice(int good, bool plausible) =>
        Assert.Equal(plausible, SliceSums.Of(good, 1000).QualityNotice is null);

    [Theory]
    [InlineData(54, true)]
    [InlineData(53, false)]
    public void Nine_of_ten_slices_are_enough(int measured, bool covered) =>
        Assert.Equal(covered, new SliceSums(1, 1, measured, 60).IsCovered);

    [Fact]
    public void A_range_without_slices_is_not_covered() => Assert.False(default(SliceSums).IsCovered);

    [Fact]
    public void A_slice_without_events_is_measured_and_adds_nothing()
    {
        var sums = SliceSums.Of(9, 10) + SliceSums.Of(0, 0) + SliceSums.Missing;

        Assert.Equal(new SliceSums(9, 10, 2, 3), sums);
        Assert.Null(SliceSums.Of(0, 0).Ratio);
    }

    [Fact]
    public void Sums_subtract_as_they_add()
    {
        var first = new SliceSums(9, 10, 2, 3);
        var both = first + SliceSums.Of(0.1m, 0.3m);

        Assert.Equal(SliceSums.Of(0.1m, 0.3m), both - first);
    }
}
