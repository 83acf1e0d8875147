using Portal.Domain.Slos;
using Portal.Slos.OpenSlo;

namespace Portal.Slos;

/// <summary>An SLO over one of several windows, as the API writes it: counts as numbers, ratios as texts.</summary>
/// <param name="Window">30d, or 1M for a calendar month.</param>
/// <param name="TimeZone">Of a calendar period; null for a rolling window.</param>
/// <param name="Range">What of it has passed, half-open.</param>
/// <param name="Period">The whole period.</param>
/// <param name="Sli">Null without events, or where fewer than 9 of 10 slices are measured.</param>
/// <param name="Budget">Of what has happened so far.</param>
/// <param name="ProjectedBudget">Of the whole period, were it to go on as it began; null for complete ones.</param>
internal sealed record OtherWindowAnswer(
    string Window,
    bool IsRolling,
    string? TimeZone,
    RangeAnswer Range,
    RangeAnswer Period,
    string? Sli,
    decimal Good,
    decimal Total,
    decimal Bad,
    BudgetAnswer Budget,
    BudgetAnswer? ProjectedBudget,
    string Coverage
)
{
    public static OtherWindowAnswer Of(OtherWindow one) =>
        new(
            WindowCodec.Duration(one.Window),
            one.Window is RollingWindow,
            (one.Window as CalendarWindow)?.ZoneId,
            RangeAnswer.Of(one.Range),
            RangeAnswer.Of(one.Period),
            Ratios.Text(one.Sli),
            one.Sums.Good.Plain(),
            one.Sums.Total.Plain(),
            one.Sums.Bad.Plain(),
            BudgetAnswer.Of(one.Budget),
            one.Projected is { } projected ? BudgetAnswer.Of(projected) : null,
            Ratios.Text(one.Sums.Coverage)
        );
}
