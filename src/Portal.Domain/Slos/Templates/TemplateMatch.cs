using Portal.Domain.Telemetry;

namespace Portal.Domain.Slos.Templates;

/// <summary>The rule which template matches which metric.</summary>
public static class TemplateMatch
{
    /// <summary>How many candidates are looked at, and offered.</summary>
    private const int Most = 6;

    /// <summary>Those that a backend has, the surest first, each metric once. Names alone decide; labels decide in <see cref="Best"/>.</summary>
    public static IReadOnlyList<TemplateCandidate> Candidates(TemplateQuestion question, IReadOnlyList<Metric> metrics)
    {
        var names = metrics.Select(metric => metric.Name).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. TemplateSources
                .All.Where(source => source.Question == question && source.Needs.All(names.Contains))
                .SelectMany(source =>
                    metrics
                        .Where(metric => source.Names(metric.Name) && Suits(source.Shape, metric))
                        .Select(metric => Candidate(source, metric, names))
                )
                .OfType<TemplateCandidate>()
                .DistinctBy(candidate => candidate.Metric.Name, StringComparer.Ordinal)
                .Take(Most),
        ];
    }

    /// <summary>
    /// The one to begin with: of this service before of any, complete before incomplete, written out before alike. What is only
    /// alike is taken where it is this service's; otherwise it is offered, and nothing is picked.
    /// </summary>
    /// <param name="seen">In the order of <see cref="Candidates"/>.</param>
    /// <param name="service">For whom; null for all.</param>
    public static SeenCandidate? Best(IReadOnlyList<SeenCandidate> seen, string? service) =>
        seen.Where(one => one.Candidate.Source.IsExact || one.Of(service) is not null)
            .OrderByDescending(one => one.Of(service) is not null)
            .ThenByDescending(TellsFailures)
            .FirstOrDefault();

    private static bool TellsFailures(SeenCandidate seen) =>
        seen.Candidate.Source.Shape is not TemplateShape.FailedOf || TemplateLabels.FailureOf(seen.Labels) is not null;

    /// <summary>A type that is not known is believed where the name is written out.</summary>
    private static bool Suits(TemplateShape shape, Metric metric) =>
        shape switch
        {
            TemplateShape.Within => metric.Type is MetricType.Histogram,
            TemplateShape.FailedOf => metric.Type is not MetricType.Gauge,
            TemplateShape.FailedBeside => metric.Type is MetricType.Counter,
            TemplateShape.Up => metric.Type is MetricType.Gauge or MetricType.Unknown,
            TemplateShape.Against => true,
            _ => throw new InvalidOperationException($"{shape.GetType().Name} suits no metric"),
        };

    private static TemplateCandidate? Candidate(TemplateSource source, Metric metric, HashSet<string> names)
    {
        if (source.Shape is not TemplateShape.FailedBeside beside)
        {
            return new(source, metric);
        }

        var stem = metric.Name[..^beside.All.Length];
        return beside.Failed.Select(end => stem + end).FirstOrDefault(names.Contains) is { } failed
            ? new(source, metric) { Failed = failed }
            : null;
    }
}
