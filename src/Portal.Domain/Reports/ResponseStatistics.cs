using NodaTime;

namespace Portal.Domain.Reports;

/// <summary>What a sample of durations says, honestly: how many, the middle, the slow end, and two means.</summary>
/// <param name="N">How many durations.</param>
/// <param name="Median">The 50th percentile; null for an empty sample, as are the others.</param>
/// <param name="P90">The 90th percentile: one in ten took longer.</param>
/// <param name="Mean">Arithmetic; a single long one pulls it up.</param>
/// <param name="GeometricMean">The typical size where durations are skewed, as they are.</param>
/// <remarks>
/// A percentile p of n sorted values is read at rank p·(n − 1), counted from 0, and interpolated linearly between the two
/// neighbours (Hyndman and Fan's type 7, what spreadsheets call PERCENTILE.INC): the median of an even number is the mean of
/// the middle two. A single zero makes the geometric mean zero, as its product is: nothing is added to avoid that.
/// </remarks>
public sealed record ResponseStatistics(int N, Duration? Median, Duration? P90, Duration? Mean, Duration? GeometricMean)
{
    /// <summary>
    /// Below this many, a difference between two periods says nothing. Durations of incidents are about log-normal and wide:
    /// even with ten times as many, an improvement by a tenth cannot be told from chance (Davidovič 2021).
    /// </summary>
    public const int EnoughForTrend = 30;

    /// <summary>Below this many, a 90th percentile is only the largest value by another name.</summary>
    public const int EnoughForP90 = 10;

    public static readonly ResponseStatistics None = new(0, null, null, null, null);

    public bool AllowsTrend => N >= EnoughForTrend;

    /// <exception cref="DomainException">A duration is negative: its stamps are out of order.</exception>
    public static ResponseStatistics Of(IEnumerable<Duration> sample)
    {
        var sorted = sample.Order().ToList();
        if (sorted.Count == 0)
        {
            return None;
        }

        if (sorted[0] < Duration.Zero)
        {
            throw new DomainException("A response time cannot be negative: its stamps are out of order.");
        }

        var seconds = sorted.ConvertAll(duration => duration.TotalSeconds);
        return new(
            sorted.Count,
            Percentile(seconds, 0.5),
            Percentile(seconds, 0.9),
            Duration.FromSeconds(seconds.Average()),
            // exp of the mean of logarithms = the n-th root of the product, without overflow; log 0 = −∞, and exp of that is 0
            Duration.FromSeconds(Math.Exp(seconds.Average(Math.Log)))
        );
    }

    private static Duration Percentile(List<double> sorted, double p)
    {
        var rank = p * (sorted.Count - 1);
        var below = (int)Math.Floor(rank);
        var above = Math.Min(below + 1, sorted.Count - 1);
        return Duration.FromSeconds(sorted[below] + (rank - below) * (sorted[above] - sorted[below]));
    }
}
