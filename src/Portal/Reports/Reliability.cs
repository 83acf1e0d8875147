using NodaTime;
using Portal.Domain.Alerting;
using Portal.Domain.Reports;
using Portal.Domain.Time;
using Portal.Postmortems;

namespace Portal.Reports;

/// <summary>All that the page of a period shows.</summary>
public sealed record Reliability(
    TimeRange Period,
    ReportGrouping Grouping,
    IReadOnlyList<ReportedIncident> Incidents,
    IReadOnlyList<ReportedIncident> Before,
    IReadOnlyList<PersonalLoad> People,
    IReadOnlyList<AlertQuality> Alerts,
    IReadOnlyList<LateAction> Late
)
{
    public IReadOnlyList<ResponseGroup> Groups { get; } = ResponseReport.By(Grouping, Incidents);

    public ResponseGroup All { get; } = ResponseGroup.Of("all", Incidents);

    public ResponseGroup AllBefore { get; } = ResponseGroup.Of("all", Before);

    public int Critical => Incidents.Count(incident => incident.Severity is Severity.Critical);

    public int AtNight => People.Sum(person => person.Sleep);

    public int Interruptions => People.Sum(person => person.Total);

    /// <summary>The period of the same length that ended when this one began.</summary>
    public static TimeRange BeforeOf(TimeRange period) => new(period.Start - period.Duration, period.Start);

    /// <summary>Positive when it takes longer than in the period before; null where either has too few to say so.</summary>
    public static Duration? Trend(ResponseStatistics now, ResponseStatistics before) =>
        now is { AllowsTrend: true, Median: { } median } && before is { AllowsTrend: true, Median: { } earlier }
            ? median - earlier
            : null;
}
