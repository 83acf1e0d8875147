using NodaTime;
using Portal.Domain.Alerting;
using Portal.Domain.Reports;
using Portal.Domain.Slos;
using Portal.Postmortems;

namespace Portal.Reports;

/// <summary>All that the page of a period shows.</summary>
/// <param name="Before">Detected in the period before.</param>
/// <param name="Hours">Interruptions by hour and weekday of the viewer's zone.</param>
/// <param name="People">The same interruptions by person, each in their own zone.</param>
/// <param name="Slos">As they stood at the end.</param>
public sealed record Reliability(
    ReportQuestion Question,
    IReadOnlyList<ReportedIncident> Incidents,
    IReadOnlyList<ReportedIncident> Before,
    PagingHours Hours,
    IReadOnlyList<ShiftLoad> People,
    SloScore Slos,
    SloScore SlosBefore,
    IReadOnlyList<AlertQuality> Alerts,
    IReadOnlyList<LateAction> Late
)
{
    public ReportGrouping Grouping => Question.Grouping;

    public IReadOnlyList<ResponseGroup> Groups { get; } = ResponseReport.By(Question.Grouping, Incidents);

    public ResponseGroup All { get; } = ResponseGroup.Of("all", Incidents);

    public ResponseGroup AllBefore { get; } = ResponseGroup.Of("all", Before);

    public int AtNight => People.Sum(person => person.Load.Sleep);

    public int Interruptions => People.Sum(person => person.Load.Total);

    public int Shifts => People.Sum(person => person.Shifts);

    /// <summary>Null where no schedule had a shift.</summary>
    public decimal? PagesPerShift => ShiftLoad.Share(Interruptions, Shifts);

    public int Count(Severity severity) => Incidents.Count(incident => incident.Severity == severity);

    /// <summary>Positive when it takes longer than in the period before; null where either has too few to say so.</summary>
    public static Duration? Trend(ResponseStatistics now, ResponseStatistics before) =>
        now is { AllowsTrend: true, Median: { } median } && before is { AllowsTrend: true, Median: { } earlier }
            ? median - earlier
            : null;
}

/// <summary>How many promises were kept.</summary>
public sealed record SloScore(IReadOnlyList<SloStanding> Standings)
{
    public int All => Standings.Count;

    public int Met => Count(SloVerdict.Met);

    public int Missed => Count(SloVerdict.Missed);

    public int NoData => Count(SloVerdict.NoData);

    private int Count(SloVerdict verdict) => Standings.Count(one => one.Verdict == verdict);
}
