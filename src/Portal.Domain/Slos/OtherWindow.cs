using NodaTime;

namespace Portal.Domain.Slos;

/// <summary>The objective of an SLO judged over another window than its own: rolling and calendar side by side.</summary>
/// <param name="Window">The window.</param>
/// <param name="Range">What of it has passed, half-open.</param>
/// <param name="Period">The whole period.</param>
/// <param name="Sums">What was counted, in the unit of the SLO's budgeting.</param>
/// <param name="Budget">Of what has happened so far.</param>
/// <param name="Projected">Of the whole period, were it to go on as it began; null where there is nothing to foresee.</param>
public sealed record OtherWindow(
    SloWindow Window,
    Interval Range,
    Interval Period,
    SliceSums Sums,
    ErrorBudget Budget,
    ErrorBudget? Projected
)
{
    /// <summary>Good share, from 0 to 1; null without events, or where too little is measured to claim one.</summary>
    public decimal? Sli => Sums.IsCovered ? Sums.Ratio : null;

    /// <summary>More was bad than the objective allows; never claimed of what is not measured.</summary>
    public bool IsMissed => Sums.IsCovered && Budget.IsOverspent;

    /// <summary>A period that is over: last month.</summary>
    public bool IsComplete => Range.End == Period.End;

    /// <param name="slo">Whose objective it is.</param>
    /// <param name="window">The window.</param>
    /// <param name="at">The slice boundary at which it is judged.</param>
    /// <param name="sums">Over <see cref="RangeOf"/>.</param>
    public static OtherWindow Of(Slo slo, SloWindow window, Instant at, SliceSums sums)
    {
        var other = new Slo(slo.Service, slo.Sli, slo.Objective, window, slo.Budgeting, slo.Grid);
        var range = RangeOf(window, at);
        var period = new Interval(range.Start, PeriodOf(window, at).End);
        return new OtherWindow(
            window,
            range,
            period,
            sums,
            other.BudgetOf(sums, period),
            range.End == period.End ? null : other.ProjectedBudget(sums, at)
        );
    }

    /// <summary>What of the window has passed at an instant; at a boundary the whole period that ends there.</summary>
    public static Interval RangeOf(SloWindow window, Instant at) => new(PeriodOf(window, at).Start, at);

    private static Interval PeriodOf(SloWindow window, Instant at) =>
        window is RollingWindow ? window.PeriodAt(at) : window.PeriodAt(at - Duration.Epsilon);
}
