using Portal.Domain.Alerting;

namespace Portal.Domain.Slos.Templates;

/// <summary>What a template writes into the editor for a metric that was found.</summary>
/// <param name="Bad">What is bad, as people read it: a matcher, a metric or a limit; null where that is missing.</param>
/// <param name="Service">The matcher of the service; null where no label names it, or none could.</param>
public sealed record TemplateDraft(SeenCandidate Of, DraftQuery Query, string? Service, string? Bad)
{
    /// <summary>What somebody has to add or look at.</summary>
    public IReadOnlyList<TemplateGap> Gaps { get; init; } = [];

    /// <param name="seen">The metric.</param>
    /// <param name="service">For whom; null for all.</param>
    /// <param name="bounds">Of its buckets, ascending; empty where they are not known.</param>
    public static TemplateDraft Draw(SeenCandidate seen, string? service, IReadOnlyList<decimal> bounds)
    {
        var matcher = seen.Of(service);
        var (metric, series) = (seen.Candidate.Metric, seen.Candidate.Series);
        var draft = seen.Candidate.Source.Shape switch
        {
            TemplateShape.FailedOf => FailedOf(seen, matcher),
            TemplateShape.FailedBeside => new(
                seen,
                new DraftQuery.Share(Selector(seen.Candidate.Failed!, matcher), Selector(series, matcher)),
                matcher,
                seen.Candidate.Failed
            ),
            TemplateShape.Within within => Plain(
                new DraftQuery.Fast(Selector(metric.Name, matcher), Nearest(bounds, within.Bound), !metric.HasBuckets)
            ),
            TemplateShape.Against against => Plain(
                new DraftQuery.Level(Written(against.Query, series, matcher), against.IsGood, against.Limit)
            ),
            TemplateShape.Up up => Plain(new DraftQuery.Up(Selector(metric.Name, up.Matchers, matcher))),
            var shape => throw new InvalidOperationException($"{shape.GetType().Name} draws nothing"),
        };
        var isUnnamed = matcher is null && !seen.Candidate.Source.IsOfMachines && service is not null;
        return isUnnamed ? draft with { Gaps = [.. draft.Gaps, TemplateGap.Service] } : draft;

        TemplateDraft Plain(DraftQuery query) => new(seen, query, matcher, null);
    }

    /// <summary>The bucket that begins a promise: the smallest that is not below what is wanted, else the largest there is.</summary>
    public static decimal Nearest(IReadOnlyList<decimal> bounds, decimal wanted) =>
        bounds.Where(bound => bound >= wanted).DefaultIfEmpty(bounds.Count > 0 ? bounds.Max() : wanted).Min();

    private static TemplateDraft FailedOf(SeenCandidate seen, string? service)
    {
        var failure = TemplateLabels.FailureOf(seen.Labels);
        var series = seen.Candidate.Series;
        var bad = failure is null ? "" : Selector(series, service, failure);
        return new(seen, new DraftQuery.Share(bad, Selector(series, service)), service, failure)
        {
            Gaps = failure is null ? [TemplateGap.Failure] : [],
        };
    }

    private static string Written(string query, string series, string? service) =>
        query
            .Replace("$m", series, StringComparison.Ordinal)
            .Replace("$s", service is null ? "" : $"{{{service}}}", StringComparison.Ordinal)
            .Replace("$c", service is null ? "" : $",{service}", StringComparison.Ordinal);

    private static string Selector(string name, params IEnumerable<string?> matchers)
    {
        var all = string.Join(',', matchers.Where(matcher => !string.IsNullOrEmpty(matcher)));
        return all.Length > 0 ? $"{name}{{{all}}}" : name;
    }
}

/// <summary>An indicator that may still lack something.</summary>
public abstract record DraftQuery
{
    private DraftQuery() { }

    /// <param name="Bad">Empty where nothing tells it.</param>
    public sealed record Share(string Bad, string Total) : DraftQuery;

    /// <param name="Bound">In the histogram's unit.</param>
    public sealed record Fast(string Histogram, decimal Bound, bool Native) : DraftQuery;

    public sealed record Level(string Query, Comparison IsGood, decimal Limit) : DraftQuery;

    /// <param name="Gauge">1 is good.</param>
    public sealed record Up(string Gauge) : DraftQuery;
}

/// <summary>What a template could not find out.</summary>
public enum TemplateGap
{
    /// <summary>No label names the service: every series counts.</summary>
    Service,

    /// <summary>No label tells which events failed.</summary>
    Failure,
}
