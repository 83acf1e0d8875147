using Portal.Domain.Slos;

namespace Portal.Domain.Tests.Slos;

/// <summary>Values of Wilson's interval as statistics tables give them.</summary>
public sealed class SliIntervalTests
{
    [Theory]
    [InlineData(1, 10, 0.5958, 0.9821)]
    [InlineData(0, 10, 0.7225, 1.0000)]
    [InlineData(10, 10, 0.0000, 0.2775)]
    [InlineData(5, 100, 0.8882, 0.9785)]
    [InlineData(1000, 1_000_000, 0.998936, 0.999060)]
    public void It_is_wide_for_few_events_and_narrow_for_many(int bad, int total, double low, double high)
    {
        var interval = SliInterval.Of(bad, total)!;

        Assert.Equal(low, (double)interval.Low, 4);
        Assert.Equal(high, (double)interval.High, 4);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-1, 10)]
    [InlineData(11, 10)]
    public void Where_there_is_no_share_there_is_no_interval(int bad, int total) =>
        Assert.Null(SliInterval.Of(bad, total));
}
