using System.Globalization;

namespace Portal.Domain.Slos;

/// <summary>Finds alerts that could be saved and would never fire, and names the limit that they miss.</summary>
public static class BurnRateLimits
{
    private const int LeastSlices = 2;

    /// <summary>Why the alert cannot be used with this SLO; null where it can.</summary>
    public static string? Refusal(BudgetAlert alert, Objective objective, SloWindow window, SliceGrid grid)
    {
        if (alert.LookBack > window.NominalLength)
        {
            return $"'{alert.Name}': its look-back is longer than the window of the SLO.";
        }

        var burn = alert as BurnRateAlert;
        var shortest = burn?.ShortWindow ?? alert.LookBack;
        if (shortest < grid.Slice * LeastSlices)
        {
            var least = Seconds.Of(grid.Slice * LeastSlices);
            var which = burn is null ? "look-back" : "short window";
            return Text(
                $"'{alert.Name}' cannot be judged: its {which} of {Seconds.Of(shortest.Value):0} s holds fewer than two slices of {Seconds.Of(grid.Slice):0} s; it must be at least {least:0} s."
            );
        }

        return burn is null ? null : BeyondCeiling(burn, objective, burn.Factor(window.LongestPeriod));
    }

    // The burn rate is at most 1 / B, when everything fails. A factor k with k · B ≥ 1 is never exceeded, so the
    // objective must be above 1 − 1/k. The longest period of a calendar window has the highest factor.
    private static string? BeyondCeiling(BurnRateAlert alert, Objective objective, decimal factor)
    {
        if (factor * objective.Budget < 1)
        {
            return null;
        }

        var least = Math.Ceiling((1 - (1 / factor)) * 10_000) / 100;
        return Text(
            $"'{alert.Name}' cannot fire: {factor:0.####} × {objective.Budget:0.##########} ≥ 1; the objective must be above {least:0.00} %."
        );
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
