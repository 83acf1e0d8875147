using NodaTime;
using Portal.Domain.Labels;

namespace Portal.Domain.Slos;

/// <summary>How one group of an SLO stands: the same objective and window, with its own events.</summary>
/// <param name="Labels">What tells it apart.</param>
/// <param name="Window">Its sums over the window, to the hour.</param>
/// <param name="Budget">Its budget.</param>
/// <param name="LastHour">Its burn over the last whole hour.</param>
public sealed record GroupStanding(LabelSet Labels, SliceSums Window, ErrorBudget Budget, BurnRate LastHour)
{
    /// <summary>Good share, from 0 to 1; null where nothing happened.</summary>
    public decimal? Sli => Window.Ratio;

    public bool IsMissed => Budget.IsOverspent;

    /// <param name="slo">The definition.</param>
    /// <param name="labels">Of the group.</param>
    /// <param name="window">Its sums over the window.</param>
    /// <param name="hour">Its sums over the last whole hour.</param>
    /// <param name="period">The period of the budget.</param>
    public static GroupStanding Of(Slo slo, LabelSet labels, SliceSums window, SliceSums hour, Interval period) =>
        new(labels, window, slo.BudgetOf(window, period), slo.BurnOver(Slo.CurrentBurn, hour));
}
