using Portal.Domain.Telemetry;

namespace Portal.Domain.Slos.Templates;

/// <summary>A metric of a backend that may answer a template's question.</summary>
public sealed record TemplateCandidate(TemplateSource Source, Metric Metric)
{
    /// <summary>The counter of failed events, where it is one of its own; null elsewhere.</summary>
    public string? Failed { get; init; }

    /// <summary>The name of its series that count: of a histogram with buckets, or of a summary, the one that ends in _count.</summary>
    public string Series => IsCounted ? Metric.Name + "_count" : Metric.Name;

    private bool IsCounted =>
        Metric is { Type: MetricType.Histogram, HasBuckets: true } or { Type: MetricType.Summary };
}

/// <summary>A candidate whose labels are known.</summary>
/// <param name="Labels">Names and values, of those that <see cref="TemplateLabels"/> asks for.</param>
public sealed record SeenCandidate(
    TemplateCandidate Candidate,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Labels
)
{
    /// <summary>What of it belongs to a service: <c>job="checkout"</c>; null where no label names it.</summary>
    public string? Of(string? service) =>
        Candidate.Source.IsOfMachines || string.IsNullOrEmpty(service)
            ? null
            : TemplateLabels.ServiceOf(Labels, service);
}
