using Portal.Domain.Labels;

namespace Portal.Domain.Slos;

/// <summary>Says which values of a label the bad events have: the route that fails, the region that is slow.</summary>
/// <param name="Label">The label that tells bad from good best.</param>
/// <param name="Values">Worst first.</param>
/// <param name="Others">Further labels that could be asked about, best first.</param>
public sealed record WorstValues(string Label, IReadOnlyList<ValueShare> Values, IReadOnlyList<string> Others)
{
    // A label of more values names instances and explains nothing, unless a few of them hold half of what is bad.
    private const int MostValues = 200;
    private const int Few = 10;

    /// <param name="counts">Bad and all events of each series; the labels by which the SLI selects are left out.</param>
    /// <param name="wanted">A label to ask about instead of the best; ignored where no series has it.</param>
    /// <returns>Null where nothing was bad, or no label has more than one value.</returns>
    public static WorstValues? Of(IReadOnlyList<SeriesCount> counts, string? wanted = null)
    {
        var bad = counts.Sum(one => one.Bad);
        var total = counts.Sum(one => one.Total);
        if (bad <= 0 || total <= 0)
        {
            return null;
        }

        var ranked = counts
            .SelectMany(one => one.Labels.Select(label => label.Name))
            .Distinct(StringComparer.Ordinal)
            .Select(label => (Label: label, Values: By(label, counts, bad)))
            .Where(one => one.Values.Count > 1 && (one.Values.Count <= MostValues || HasFew(one.Values)))
            .OrderByDescending(one => Excess(one.Values, total))
            .ThenBy(one => one.Label, StringComparer.Ordinal)
            .ToList();
        if (ranked.Count == 0)
        {
            return null;
        }

        var shown = ranked.Find(one => one.Label == wanted) is { Label: not null } asked ? asked : ranked[0];
        return new(
            shown.Label,
            [.. shown.Values.Where(value => value.Bad > 0)],
            [.. ranked.Select(one => one.Label).Where(label => label != shown.Label)]
        );
    }

    private static bool HasFew(List<ValueShare> values) => values.Take(Few).Sum(value => value.Share) >= 0.5m;

    private static List<ValueShare> By(string label, IReadOnlyList<SeriesCount> counts, decimal bad) =>
        [
            .. counts
                .GroupBy(one => one.Labels[label], StringComparer.Ordinal)
                .Select(group => (Value: group.Key, Bad: group.Sum(one => one.Bad), Total: group.Sum(one => one.Total)))
                .Select(one => new ValueShare(one.Value, one.Bad, one.Total, one.Bad / bad))
                .OrderByDescending(one => one.Bad)
                .ThenBy(one => one.Value, StringComparer.Ordinal),
        ];

    /// <summary>
    /// How unlike the bad events are to all events: half the sum of the differences of their shares, the total variation
    /// distance. 0 where a label says nothing, near 1 where all that is bad has a value that little else has.
    /// </summary>
    private static decimal Excess(IReadOnlyList<ValueShare> values, decimal total) =>
        values.Sum(value => Math.Abs(value.Share - value.Total / total)) / 2;
}

/// <param name="Labels">Of the series.</param>
/// <param name="Bad">Bad events, never below zero.</param>
/// <param name="Total">All events.</param>
public sealed record SeriesCount(LabelSet Labels, decimal Bad, decimal Total);

/// <param name="Value">Empty for series without the label.</param>
/// <param name="Share">Of all bad events, from 0 to 1.</param>
public sealed record ValueShare(string Value, decimal Bad, decimal Total, decimal Share);
