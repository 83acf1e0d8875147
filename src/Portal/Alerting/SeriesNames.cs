using Portal.Domain.Labels;

namespace Portal.Alerting;

/// <summary>Short names for series shown together: the values of those labels that tell them apart.</summary>
internal static class SeriesNames
{
    public static IReadOnlyList<string> Of(IReadOnlyList<LabelSet> series)
    {
        var telling = series
            .SelectMany(labels => labels.Select(label => label.Name))
            .Distinct(StringComparer.Ordinal)
            .Where(name => name != "__name__")
            .Where(name =>
                series.Count == 1 || series.Select(labels => labels[name]).Distinct(StringComparer.Ordinal).Count() > 1
            )
            .ToList();
        return [.. series.Select(labels => Name(labels, telling))];
    }

    private static string Name(LabelSet labels, IReadOnlyList<string> telling)
    {
        var values = telling.Select(name => labels[name]).Where(value => value.Length > 0).ToList();
        return values.Count > 0 ? string.Join(" · ", values)
            : labels.TryGet("__name__", out var metric) ? metric
            : "value";
    }
}
