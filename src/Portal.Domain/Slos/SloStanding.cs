using NodaTime;

namespace Portal.Domain.Slos;

/// <summary>How an SLO ended a period: over its own window up to then, by the objective that was in force then.</summary>
/// <param name="Sli">Null where nothing happened, or too little of the window is measured.</param>
/// <param name="BudgetLeft">The same.</param>
/// <param name="Window">What was measured; ends where the period does, or at the newest slice.</param>
public sealed record SloStanding(
    string Name,
    string Service,
    Objective Objective,
    SloVerdict Verdict,
    decimal? Sli,
    decimal? BudgetLeft,
    Interval Window
)
{
    /// <param name="sums">Of <see cref="WindowAt"/>.</param>
    public static SloStanding Of(string name, Slo slo, Instant end, SliceSums sums)
    {
        var budget = slo.BudgetOf(sums, Period(slo.Window, end));
        var verdict =
            !sums.IsCovered || !sums.HasTraffic ? SloVerdict.NoData
            : budget.IsOverspent ? SloVerdict.Missed
            : SloVerdict.Met;
        var isKnown = verdict is not SloVerdict.NoData;
        return new(
            name,
            slo.Service,
            slo.Objective,
            verdict,
            isKnown ? sums.Ratio : null,
            isKnown ? budget.Remaining : null,
            WindowAt(slo.Window, end)
        );
    }

    /// <summary>The window that ends at an instant. Where a calendar period begins just then, the one that it ends.</summary>
    public static Interval WindowAt(SloWindow window, Instant end) => new(Period(window, end).Start, end);

    private static Interval Period(SloWindow window, Instant end) =>
        window.PeriodAt(window is CalendarWindow ? end - Duration.Epsilon : end);
}

/// <summary>Whether a promise was kept, as far as that is known; what needs a look comes first.</summary>
public enum SloVerdict
{
    /// <summary>More went wrong than was allowed.</summary>
    Missed,

    /// <summary>Nothing happened, or fewer than 9 of 10 slices are measured: nothing is claimed.</summary>
    NoData,

    Met,
}
