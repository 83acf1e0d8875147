using Portal.Domain.Alerting;

namespace Portal.Domain.Slos.Templates;

/// <summary>A metric that answers a template's question, as the programs that write it name it.</summary>
/// <param name="Question">What it answers.</param>
/// <param name="Origin">Who writes it, for people: OpenTelemetry HTTP server.</param>
/// <param name="Metric">Its name, of a histogram without the suffixes of its parts; a * at its beginning stands for any letters.</param>
/// <param name="Shape">How it answers.</param>
public sealed record TemplateSource(TemplateQuestion Question, string Origin, string Metric, TemplateShape Shape)
{
    private const string Any = "*";

    /// <summary>Further metrics that its query names, and that have to be there too.</summary>
    public IReadOnlyList<string> Needs { get; init; } = [];

    /// <summary>Whether it is about machines, and no label of it can name a service.</summary>
    public bool IsOfMachines { get; init; }

    /// <summary>Whether its name is written out; otherwise it is only alike, which is worth less.</summary>
    public bool IsExact => !Metric.StartsWith(Any, StringComparison.Ordinal);

    /// <summary>What a service asks of others says nothing about the service, so names of clients are alike to none.</summary>
    public bool Names(string metric) =>
        IsExact
            ? metric == Metric
            : metric.EndsWith(Metric[Any.Length..], StringComparison.Ordinal)
                && !metric.Contains("client", StringComparison.Ordinal);
}

/// <summary>How a metric becomes an indicator.</summary>
public abstract record TemplateShape
{
    private TemplateShape() { }

    /// <summary>Events that a label calls failed, of all events. A histogram counts by its <c>_count</c>.</summary>
    public sealed record FailedOf : TemplateShape;

    /// <summary>Failed events that a counter of their own counts.</summary>
    /// <param name="Failed">What stands in its name in the place of the end of the other's: <c>_requests_total</c> → <c>_errors_total</c>.</param>
    public sealed record FailedBeside(string All, IReadOnlyList<string> Failed) : TemplateShape;

    /// <summary>Requests that a histogram counts up to a bound.</summary>
    /// <param name="Bound">Where to begin, in the histogram's unit; the nearest bucket is taken.</param>
    public sealed record Within(decimal Bound) : TemplateShape;

    /// <summary>A query against a limit; <c>$m</c> stands for the metric, <c>$s</c> for its matchers, <c>$c</c> for them after others.</summary>
    public sealed record Against(string Query, Comparison IsGood, decimal Limit) : TemplateShape;

    /// <summary>A gauge whose 1 is good.</summary>
    /// <param name="Matchers">Beside those of the service; empty where there are none.</param>
    public sealed record Up(string Matchers) : TemplateShape;
}
