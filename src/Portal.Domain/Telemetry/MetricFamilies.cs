namespace Portal.Domain.Telemetry;

/// <summary>Makes metrics of the names that a backend has, by what it says of them and, where it is silent, by how they end.</summary>
public static class MetricFamilies
{
    private const string Bucket = "_bucket";
    private const string Count = "_count";
    private const string Sum = "_sum";
    private const string Total = "_total";

    private static readonly IReadOnlyList<string> Parts = [Bucket, Count, Sum];

    /// <param name="names">All names, as <c>__name__</c> has them.</param>
    /// <param name="told">What programs say of their metrics, by family: OpenMetrics leaves <c>_total</c> out.</param>
    /// <returns>By name, each family once: the parts of a histogram or summary are not metrics of their own.</returns>
    public static IReadOnlyList<Metric> Of(IEnumerable<string> names, IReadOnlyDictionary<string, Metric> told)
    {
        var all = names.ToHashSet(StringComparer.Ordinal);
        return
        [
            .. all.Select(name => Of(name, all, told))
                .GroupBy(metric => metric.Name, StringComparer.Ordinal)
                .Select(Whole)
                .OrderBy(metric => metric.Name, StringComparer.Ordinal),
        ];
    }

    /// <summary>The type of one name that a query names: of the parts of a histogram that of a counter.</summary>
    public static Metric Series(string name, IReadOnlyDictionary<string, Metric> told)
    {
        if (told.GetValueOrDefault(name) is { Type: not MetricType.Unknown } known)
        {
            return known with { Name = name };
        }

        var isPart = Parts.Any(part => name.EndsWith(part, StringComparison.Ordinal));
        var isTotal = name.EndsWith(Total, StringComparison.Ordinal);
        var family = told.GetValueOrDefault(
            isPart ? Family(name)
            : isTotal ? name[..^Total.Length]
            : name
        );
        return new(name, isPart || isTotal ? MetricType.Counter : MetricType.Unknown, family?.Help ?? "");
    }

    private static Metric Of(string name, HashSet<string> all, IReadOnlyDictionary<string, Metric> told)
    {
        if (Parts.Any(part => name.EndsWith(part, StringComparison.Ordinal)) && !told.ContainsKey(name))
        {
            var family = Family(name);
            var help = told.GetValueOrDefault(family)?.Help ?? "";
            if (all.Contains(family + Bucket))
            {
                return new(family, MetricType.Histogram, help) { HasBuckets = true };
            }

            if (all.Contains(family + Count) && all.Contains(family + Sum))
            {
                return new(family, MetricType.Summary, help);
            }
        }

        return Series(name, told);
    }

    private static Metric Whole(IGrouping<string, Metric> family) =>
        family.FirstOrDefault(metric => metric.HasBuckets) ?? family.OrderByDescending(metric => metric.Type).First();

    private static string Family(string name) => name[..name.LastIndexOf('_')];
}
