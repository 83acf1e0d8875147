using NodaTime;
using Portal.Domain.Alerting;
using Portal.Domain.Reports;
using Portal.Domain.Slos;
using Portal.Postmortems;
using Portal.Reports.Months;

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
/// <param name="Month">Whose frozen numbers they are, where any is.</param>
public sealed record SloScore(IReadOnlyList<ShownSlo> Slos, ShownMonth? Month = null)
{
    public int All => Slos.Count;

    public int Met => Count(SloVerdict.Met);

    public int Missed => Count(SloVerdict.Missed);

    public int NoData => Count(SloVerdict.NoData);

    public static SloScore Of(IEnumerable<SloStanding> standings) =>
        new([.. standings.Select(standing => new ShownSlo(standing))]);

    internal static SloScore Of(SloMonthReport report)
    {
        var frozen = report.Slos.Select(slo => slo.Frozen?.FrozenAt).OfType<Instant>().ToList();
        return new(
            [
                .. report.Slos.Select(slo => new ShownSlo(
                    slo.Shown.ToStanding(),
                    slo.Frozen is not null,
                    slo.HasChanged ? slo.Today!.ToStanding() : null,
                    slo.Today is null
                )),
            ],
            frozen.Count == 0 ? null : new(report.Month, report.Zone, frozen.Max(), frozen.Count)
        );
    }

    private int Count(SloVerdict verdict) => Slos.Count(one => one.Then.Verdict == verdict);
}

/// <param name="Then">As it was shown when the period was over, or as it is said today where nothing was frozen.</param>
/// <param name="Today">What it would be today; null where that is the same.</param>
/// <param name="IsDeleted">Since then, with its ledger.</param>
public sealed record ShownSlo(
    SloStanding Then,
    bool IsFrozen = false,
    SloStanding? Today = null,
    bool IsDeleted = false
);

/// <summary>A month with frozen numbers.</summary>
/// <param name="Zone">IANA zone of its calendar.</param>
/// <param name="At">When the last of them was frozen.</param>
/// <param name="Count">How many SLOs are frozen.</param>
public sealed record ShownMonth(YearMonth Month, string Zone, Instant At, int Count);
