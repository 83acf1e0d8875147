using NodaTime;
using Portal.Domain.Reports;
using Portal.Domain.Time;

namespace Portal.Reports;

/// <summary>What the page of a period asks.</summary>
/// <param name="Team">Only its incidents, pages, shifts, SLOs, rules and promises; null for all teams.</param>
/// <param name="Zone">The viewer's, in which hours are told.</param>
/// <param name="Month">The calendar month that the period is; null where it is none.</param>
public sealed record ReportQuestion(
    TimeRange Period,
    ReportGrouping Grouping,
    string? Team,
    Instant Now,
    DateTimeZone Zone,
    YearMonth? Month = null
)
{
    /// <summary>By which promises are late.</summary>
    public LocalDate Today => Now.InZone(Zone).Date;

    /// <summary>Where what has happened ends: a month may not be over.</summary>
    public Instant End => Instant.Min(Period.End, Now);

    /// <summary>The period of the same length that ended when this one began.</summary>
    public TimeRange Before => new(Period.Start - Period.Duration, Period.Start);
}
