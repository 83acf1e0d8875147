using NodaTime;

namespace Portal.Domain.Slos;

/// <summary>How fast the budget goes, over one look-back: at 1 it lasts exactly one window, at 14.4 two days of thirty.</summary>
/// <param name="Window">Length of the look-back.</param>
/// <param name="Budget">The share that may be bad: 1 − objective.</param>
/// <param name="Bad">What of the look-back counts against the budget.</param>
/// <param name="Total">All of it.</param>
public readonly record struct BurnRate(Duration Window, decimal Budget, decimal Bad, decimal Total)
{
    /// <summary>
    /// From 0 to 1 / (1 − objective). The error ratio is bad / total; the budget allows a ratio of 1 − objective; how
    /// many times over is the burn rate (SRE workbook, chapter 5). 0/0 has no ratio, hence no rate: null.
    /// </summary>
    public decimal? Rate => Total > 0 ? Bad / (Budget * Total) : null;

    public static BurnRate Of(Duration window, Objective objective, SliceSums sums) =>
        new(window, objective.Budget, sums.Bad, sums.Total);
}
