using NodaTime;
using NodaTime.Text;
using Portal.Domain.Slos;
using Portal.Slos;
using Portal.Slos.OpenSlo;

namespace Portal.Reports.Months;

/// <summary>The SLOs of a month. Counts are numbers, ratios texts, so that no reader's floating point changes them.</summary>
/// <param name="TimeZone">IANA zone of the month.</param>
/// <param name="Complete">Whether the month is over.</param>
/// <param name="Items">By name.</param>
internal sealed record SloMonthAnswer(
    string Month,
    string TimeZone,
    Instant From,
    Instant To,
    bool Complete,
    IReadOnlyList<ReportedSloAnswer> Items
)
{
    public static SloMonthAnswer Of(SloMonthReport report) =>
        new(
            YearMonthPattern.Iso.Format(report.Month),
            report.Zone,
            report.Range.Start,
            report.Range.End,
            report.IsComplete,
            [.. report.Slos.Select(ReportedSloAnswer.Of)]
        );
}

/// <param name="Team">Whose service it was when the month ended.</param>
/// <param name="Window">In words, such as 30 d.</param>
/// <param name="Frozen">As it stood; null until the month is frozen for this SLO.</param>
/// <param name="Current">As it would be said today; null where the SLO is deleted.</param>
/// <param name="Changed">Whether the two differ.</param>
internal sealed record ReportedSloAnswer(
    Guid Id,
    string Name,
    string? Team,
    string Service,
    string Window,
    SloNumbersAnswer? Frozen,
    SloNumbersAnswer? Current,
    bool Changed
)
{
    public static ReportedSloAnswer Of(ReportedSlo slo) =>
        new(
            slo.Shown.SloId,
            slo.Shown.Name,
            slo.Shown.Team,
            slo.Shown.Service,
            slo.Shown.Window,
            SloNumbersAnswer.Of(slo.Frozen),
            SloNumbersAnswer.Of(slo.Today),
            slo.HasChanged
        );
}

/// <param name="Sli">From 0 to 1; null where nothing happened, or fewer than 9 of 10 slices are measured.</param>
/// <param name="BudgetConsumed">1 is the whole budget; null where the SLI is.</param>
/// <param name="Coverage">From 0 to 1.</param>
/// <param name="From">What was counted, half-open.</param>
/// <param name="Raw">The counts before any correction.</param>
/// <param name="FrozenAt">Null where it is not frozen.</param>
internal sealed record SloNumbersAnswer(
    string Objective,
    SloVerdict State,
    string? Sli,
    decimal Good,
    decimal Total,
    decimal Bad,
    string? BudgetConsumed,
    string Coverage,
    RawCountsAnswer Raw,
    Instant From,
    Instant To,
    Instant? FrozenAt
)
{
    public static SloNumbersAnswer? Of(SloMonth? month) =>
        month is null
            ? null
            : new(
                Ratios.Text(month.Objective),
                month.State,
                Ratios.Text(month.Sli),
                month.Good.Plain(),
                month.Total.Plain(),
                month.Bad.Plain(),
                Ratios.Text(month.BudgetConsumed),
                Ratios.Text(month.Coverage),
                new(month.RawGood.Plain(), month.RawTotal.Plain(), month.RawBad.Plain()),
                month.From,
                month.To,
                month.FrozenAt
            );
}

internal sealed record RawCountsAnswer(decimal Good, decimal Total, decimal Bad);
