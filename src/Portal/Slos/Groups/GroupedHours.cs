using System.Globalization;
using NodaTime;
using Portal.Domain.Labels;
using Portal.Domain.Slos;
using Portal.Domain.Telemetry;
using Portal.Slos.Ledger;

namespace Portal.Slos.Groups;

/// <summary>What a backend counted for the groups of an SLO, hour by hour.</summary>
internal static class GroupedHours
{
    /// <summary>More of them nobody can look at; a definition that has more is grouped by too much.</summary>
    public const int MostGroups = 10_000;

    private const int MostLetters = 1000;

    public static readonly SliceGrid Hours = new(Duration.FromHours(1));

    /// <param name="length">Of the hours, or of a part of one.</param>
    /// <returns>One row for each group and hour in which something happened.</returns>
    public static IReadOnlyList<GroupHour> Of(
        QueriedSli sli,
        IReadOnlyList<string> labels,
        Duration length,
        IEnumerable<SeriesPoints> series
    ) =>
        [
            .. series
                .GroupBy(points => Identity(points.Labels, labels))
                .SelectMany(group =>
                    MeasuredSlices
                        .Of(sli, length, group)
                        .Slices.Where(hour => hour.Sums.HasTraffic)
                        .Select(hour => new GroupHour(group.Key, hour.Start, hour.Sums.Good, hour.Sums.Total))
                ),
        ];

    /// <returns>Why there is no answer, or not all of it; null where there is.</returns>
    public static string? Failure(QueryOutcome<SeriesPoints> outcome) =>
        outcome switch
        {
            QueryOutcome<SeriesPoints>.Failed failed => failed.Message,
            QueryOutcome<SeriesPoints>.Partial partial => string.Join(' ', partial.Warnings),
            _ => null,
        };

    /// <returns>Why groups like these are not measured; null where they are.</returns>
    public static string? Refusal(IReadOnlyCollection<LabelSet> groups) =>
        groups.Count > MostGroups
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"The labels tell {groups.Count:N0} groups apart and at most {MostGroups:N0} are measured: group by fewer labels, or by one with fewer values."
            )
        : groups.FirstOrDefault(group => group.Sum(label => label.Value.Length) > MostLetters) is { } endless
            ? $"The values of a group are longer than {MostLetters} letters together: {endless.First().Value[..40]}… is no label to group by."
        : null;

    // A label that a series has not is empty, as in PromQL.
    private static LabelSet Identity(LabelSet series, IReadOnlyList<string> labels) =>
        LabelSet.From(
            labels.Select(label =>
                KeyValuePair.Create(label, series.TryGet(label, out var value) ? value : string.Empty)
            )
        );
}

/// <summary>The counts of a group in one hour.</summary>
internal sealed record GroupHour(LabelSet Labels, Instant Start, decimal Good, decimal Total);
