using NodaTime;

namespace Portal.Domain.Slos;

/// <summary>The course of an SLO as columns of equal length, ready for a chart.</summary>
/// <param name="At">The instants, ascending, on slice boundaries.</param>
/// <param name="Sli">Good share of the window that ends at the instant; null where nothing happened in it.</param>
/// <param name="BudgetRemaining">Remaining share of its budget, negative where overspent; null where the SLI is.</param>
/// <param name="Burn">Burn rate over the hour before; null where nothing happened or slices are missing: a gap is visible.</param>
public sealed record BurnDown(
    IReadOnlyList<Instant> At,
    IReadOnlyList<decimal?> Sli,
    IReadOnlyList<decimal?> BudgetRemaining,
    IReadOnlyList<decimal?> Burn
)
{
    /// <summary>At most so many points, spread evenly over the range; the last is its end.</summary>
    public static BurnDown Of(Slo slo, ISumsOver history, Interval range, int maxPoints)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxPoints, 1);
        return AtEach(slo, history, Spread(history.Boundaries, range, maxPoints));
    }

    /// <summary>The course at these instants, ascending, each on a boundary.</summary>
    public static BurnDown AtEach(Slo slo, ISumsOver history, IReadOnlyList<Instant> at)
    {
        var sums = at.Select(instant => history.Over(slo.Window.RangeAt(instant))).ToList();
        return new BurnDown(
            at,
            [.. sums.Select(window => window.Ratio)],
            [.. sums.Select((window, i) => Remaining(slo, window, at[i]))],
            [.. BurnOver(slo, history, Slo.CurrentBurn, at)]
        );
    }

    /// <summary>The burn rate over a look-back at each instant; null where nothing happened or slices are missing.</summary>
    public static IEnumerable<decimal?> BurnOver(
        Slo slo,
        ISumsOver history,
        Duration lookBack,
        IEnumerable<Instant> instants
    ) =>
        from at in instants
        let sums = history.Over(new Interval(at - lookBack, at))
        select sums.IsCovered ? slo.BurnOver(lookBack, sums).Rate : null;

    /// <summary>Instants on boundaries, spread evenly; the last is the end of the range.</summary>
    public static IReadOnlyList<Instant> Spread(SliceGrid grid, Interval range, int maxPoints)
    {
        var first = grid.IndexFrom(range.Start);
        var last = grid.IndexFrom(grid.Floor(range.End));
        var count = (int)Math.Clamp(last - first + 1, 1, maxPoints);
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(i => grid.StartOf(count == 1 ? last : first + (i * (last - first) / (count - 1)))),
        ];
    }

    private static decimal? Remaining(Slo slo, SliceSums window, Instant at) =>
        window.HasTraffic ? slo.BudgetOf(window, slo.Window.PeriodAt(at)).Remaining : null;
}
