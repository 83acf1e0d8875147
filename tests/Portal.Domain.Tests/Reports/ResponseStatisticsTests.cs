using NodaTime;
using Portal.Domain.Reports;

namespace Portal.Domain.Tests.Reports;

public sealed class ResponseStatisticsTests
{
    [Fact]
    public void Ten_values_computed_by_hand()
    {
        // Sorted 1 … 10 min. Median: between the 5th and 6th. p90: rank 0.9·9 = 8.1, a tenth of the way from the 9th to the 10th.
        var statistics = ResponseStatistics.Of(Minutes(10, 3, 7, 1, 5, 9, 2, 8, 4, 6));

        Assert.Equal(10, statistics.N);
        Assert.Equal(Duration.FromSeconds(330), statistics.Median);
        Assert.Equal(Duration.FromSeconds(546), statistics.P90);
        Assert.Equal(Duration.FromSeconds(330), statistics.Mean);
    }

    [Fact]
    public void The_geometric_mean_of_1_10_and_100_seconds_is_10()
    {
        var statistics = ResponseStatistics.Of([
            Duration.FromSeconds(1),
            Duration.FromSeconds(10),
            Duration.FromSeconds(100),
        ]);

        Assert.Equal(10, statistics.GeometricMean!.Value.TotalSeconds, 6);
        Assert.Equal(37, statistics.Mean!.Value.TotalSeconds, 6);
    }

    [Fact]
    public void A_zero_makes_the_geometric_mean_zero_and_not_the_other()
    {
        var statistics = ResponseStatistics.Of([Duration.Zero, Duration.FromSeconds(100)]);

        Assert.Equal(Duration.Zero, statistics.GeometricMean);
        Assert.Equal(50, statistics.Mean!.Value.TotalSeconds, 6);
    }

    [Fact]
    public void An_empty_sample_claims_nothing()
    {
        Assert.Equal(ResponseStatistics.None, ResponseStatistics.Of([]));
        Assert.False(ResponseStatistics.None.AllowsTrend);
    }

    [Fact]
    public void Thirty_allow_a_trend_and_twenty_nine_do_not()
    {
        Assert.False(ResponseStatistics.Of(Minutes([.. Enumerable.Range(1, 29)])).AllowsTrend);
        Assert.True(ResponseStatistics.Of(Minutes([.. Enumerable.Range(1, 30)])).AllowsTrend);
    }

    [Fact]
    public void A_percentile_has_as_many_values_below_and_above_as_it_says()
    {
        var random = new Random(20_261_120);
        for (var round = 0; round < 2_000; round++)
        {
            var sample = Enumerable.Range(0, random.Next(1, 200)).Select(_ => random.Next(0, 5_000)).ToList();
            var statistics = ResponseStatistics.Of(sample.Select(value => Duration.FromSeconds(value)));

            Assert.Equal(BruteForce(sample, 0.5), statistics.Median!.Value.TotalSeconds, 6);
            Assert.Equal(BruteForce(sample, 0.9), statistics.P90!.Value.TotalSeconds, 6);
        }
    }

    /// <summary>By the definition alone: walk the line through the points (i/(n−1), value i) to p.</summary>
    private static double BruteForce(List<int> sample, double p)
    {
        var sorted = sample.Order().ToList();
        if (sorted.Count == 1)
        {
            return sorted[0];
        }

        var last = sorted.Count - 1.0;
        for (var i = 0; i < sorted.Count - 1; i++)
        {
            if (p <= (i + 1) / last)
            {
                return sorted[i] + (sorted[i + 1] - sorted[i]) * ((p - i / last) * last);
            }
        }

        return sorted[^1];
    }

    private static IEnumerable<Duration> Minutes(params int[] values) =>
        values.Select(value => Duration.FromMinutes(value));
}
