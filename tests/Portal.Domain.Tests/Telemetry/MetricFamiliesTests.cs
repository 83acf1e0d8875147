using Portal.Domain.Telemetry;

namespace Portal.Domain.Tests.Telemetry;

public sealed class MetricFamiliesTests
{
    private static readonly Dictionary<string, Metric> Nothing = [];

    [Theory]
    [InlineData("a_bucket a_count a_sum", "a:Histogram")]
    [InlineData("a_count a_sum", "a:Summary")]
    [InlineData("a a_count a_sum", "a:Summary")]
    [InlineData("a_total", "a_total:Counter")]
    [InlineData("a_count", "a_count:Counter")]
    [InlineData("up", "up:Unknown")]
    [InlineData("b_total up a_sum a_count a_bucket", "a:Histogram b_total:Counter up:Unknown")]
    public void Without_metadata_the_ends_of_names_tell(string names, string metrics) =>
        Assert.Equal(metrics, Words(MetricFamilies.Of(names.Split(' '), Nothing)));

    [Theory]
    [InlineData("rq", MetricType.Counter, "rq", "rq:Counter")]
    [InlineData("rq", MetricType.Counter, "rq_total", "rq_total:Counter")] // OpenMetrics names the family
    [InlineData("wait", MetricType.Histogram, "wait", "wait:Histogram")] // native: one name, no buckets
    [InlineData("open_count", MetricType.Gauge, "open_count", "open_count:Gauge")]
    [InlineData("open", MetricType.Unknown, "open_total", "open_total:Counter")]
    public void What_the_backend_says_outweighs_the_name(string told, MetricType type, string name, string metrics) =>
        Assert.Equal(metrics, Words(MetricFamilies.Of([name], Told(told, type))));

    [Fact]
    public void Only_a_histogram_with_series_of_its_own_has_buckets()
    {
        var classic = MetricFamilies.Of(["a_bucket", "a_count", "a_sum"], Told("a", MetricType.Histogram));
        var native = MetricFamilies.Of(["a"], Told("a", MetricType.Histogram));

        Assert.True(Assert.Single(classic).HasBuckets);
        Assert.False(Assert.Single(native).HasBuckets);
    }

    [Fact]
    public void A_part_is_a_counter_that_keeps_the_help_of_its_family()
    {
        var part = MetricFamilies.Series("a_bucket", Told("a", MetricType.Histogram));

        Assert.Equal(new Metric("a_bucket", MetricType.Counter, "help of a"), part);
    }

    [Fact]
    public void Twenty_thousand_names_are_families_in_one_go()
    {
        var names = Enumerable
            .Range(0, 5_000)
            .SelectMany(i => new[] { $"m{i}_bucket", $"m{i}_count", $"m{i}_sum", $"g{i}" });

        Assert.Equal(10_000, MetricFamilies.Of(names, Nothing).Count);
    }

    private static Dictionary<string, Metric> Told(string name, MetricType type) =>
        new(StringComparer.Ordinal) { [name] = new(name, type, $"help of {name}") };

    private static string Words(IEnumerable<Metric> metrics) =>
        string.Join(' ', metrics.Select(metric => $"{metric.Name}:{metric.Type}"));
}
