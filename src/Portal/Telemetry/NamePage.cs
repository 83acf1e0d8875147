using Portal.Domain.Telemetry;
using Portal.Manifests;

namespace Portal.Telemetry;

/// <param name="Next">Always null: narrow the question instead.</param>
/// <param name="Total">How many names there are that fit, told or not.</param>
internal sealed record NamePage(IReadOnlyList<string> Items, string? Next, int Total)
{
    public static NamePage Of(IEnumerable<string> names, NameFilter filter)
    {
        var found = names.Where(filter.Lets).ToList();
        var first = filter.Contains is { Length: > 0 } letters
            ? found.OrderByDescending(name => name.StartsWith(letters, StringComparison.OrdinalIgnoreCase))
            : found.AsEnumerable();
        return new([.. first.Take(filter.Names)], null, found.Count);
    }
}

/// <param name="Total">How many metrics there are that fit, told or not.</param>
internal sealed record MetricPage(IReadOnlyList<MetricItem> Items, int Total);

/// <param name="Type">counter, gauge, histogram, summary or unknown.</param>
/// <param name="Help">What the program says of it; empty where it says nothing.</param>
internal sealed record MetricItem(string Name, string Type, string Help)
{
    public static MetricItem Of(Metric metric) => new(metric.Name, Words.Of(metric.Type), metric.Help);
}
