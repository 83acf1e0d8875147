using System.Text.RegularExpressions;
using NodaTime;
using Portal.Access;
using Portal.Domain.Labels;
using Portal.Domain.Slos;
using Portal.Domain.Teams;
using Portal.Domain.Telemetry;
using Portal.Manifests;
using Portal.Telemetry;

namespace Portal.Slos.Reading;

/// <summary>Asks the backend which label values the bad events of a time have.</summary>
internal sealed partial class FindWorst(
    Backends backends,
    IDefinitions definitions,
    Authoriser authoriser,
    IClock clock
)
{
    public static readonly Duration LookBack = Duration.FromHours(1);

    /// <summary>A backend reads every sample of a range for it.</summary>
    private static readonly Duration Longest = Duration.FromDays(31);

    /// <summary>Labels that tell one process from another, and not what it does.</summary>
    private static readonly string[] Instances = ["instance", "pod", "pod_name", "container", "endpoint", "__name__"];

    /// <param name="range">On boundaries of slices; the last hour where null.</param>
    /// <param name="by">The label to tell apart by; null for the one that tells most.</param>
    public async Task<Worst> AskAsync(
        Actor actor,
        Slo slo,
        Interval? range,
        string? by,
        CancellationToken cancellationToken
    )
    {
        authoriser.Demand(actor, Role.Viewer, null, "read SLOs");
        var length = range?.Duration ?? LookBack;
        if (slo.Sli is not QueriedSli sli || SliceQuery.IncreaseOf(sli, length) is not var (part, all))
        {
            return Worst.Unasked;
        }

        if (length > Longest)
        {
            return new(null, $"Labels are told apart over at most {Longest.Days} days: choose a shorter time.");
        }

        var at = range?.End ?? slo.Grid.Floor(clock.GetCurrentInstant() - definitions.QueryDelayOf(sli.Backend));
        var parts = await backends.InstantAsync(sli.Backend, part, at, cancellationToken);
        var totals = await backends.InstantAsync(sli.Backend, all, at, cancellationToken);
        if ((Failure(parts) ?? Failure(totals)) is { } failure)
        {
            return new(null, failure);
        }

        var counts = Counts(sli, parts.ItemsOrNone(), totals.ItemsOrNone());
        return new(WorstValues.Of(counts, by), null) { HasBad = counts.Exists(one => one.Bad > 0) };
    }

    private static string? Failure(QueryOutcome<Sample> outcome) =>
        outcome switch
        {
            QueryOutcome<Sample>.Failed failed => failed.Message,
            QueryOutcome<Sample>.Partial part => $"Only a part of the answer came: {string.Join("; ", part.Warnings)}",
            _ => null,
        };

    /// <summary>Both answers by the labels that are left when those are gone by which the queries select.</summary>
    private static List<SeriesCount> Counts(QueriedSli sli, IReadOnlyList<Sample> parts, IReadOnlyList<Sample> totals)
    {
        string[] left = [.. Selected(sli), .. Instances, "le"];
        var part = Sums(parts, left);
        var total = Sums(totals, left);
        return
        [
            .. total
                .Keys.Union(part.Keys)
                .Select(labels =>
                {
                    var (some, all) = (part.GetValueOrDefault(labels), total.GetValueOrDefault(labels));
                    return new SeriesCount(labels, Math.Max(0, CountsBad(sli) ? some : all - some), all);
                }),
        ];
    }

    private static Dictionary<LabelSet, decimal> Sums(IReadOnlyList<Sample> samples, string[] without) =>
        samples
            .Where(sample => double.IsFinite(sample.Value) && Math.Abs(sample.Value) < 1e18)
            .GroupBy(sample => sample.Labels.Without(without))
            .ToDictionary(group => group.Key, group => group.Sum(sample => (decimal)sample.Value));

    private static IEnumerable<string> Selected(QueriedSli sli) =>
        Queries(sli)
            .SelectMany(query => Matcher().Matches(Quoted().Replace(query, "\"\"")))
            .Select(match => match.Groups["name"].Value)
            .Distinct(StringComparer.Ordinal);

    private static bool CountsBad(QueriedSli sli) => sli is RatioSli { Good: null } or GaugeSli { IsFailure: true };

    private static IEnumerable<string> Queries(QueriedSli sli) =>
        sli switch
        {
            RatioSli ratio => [(ratio.Good ?? ratio.Bad)!.Query, ratio.Total.Query],
            LatencySli latency => [latency.Histogram],
            GaugeSli gauge => [gauge.Gauge],
            _ => [],
        };

    [GeneratedRegex(
        @"""([^""\\]|\\.)*""|'([^'\\]|\\.)*'|`[^`]*`",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Quoted();

    [GeneratedRegex(
        @"(?<name>[a-zA-Z_][a-zA-Z0-9_]*)\s*(=~|!~|!=|=)",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Matcher();
}

/// <param name="Values">Null where nothing was bad, or nothing tells the bad events apart.</param>
/// <param name="Failure">In the backend's words, where it did not answer.</param>
internal sealed record Worst(WorstValues? Values, string? Failure)
{
    /// <summary>The SLI is written so that its series cannot be told apart.</summary>
    public static readonly Worst Unasked = new(null, null);

    public bool HasBad { get; init; }
}
