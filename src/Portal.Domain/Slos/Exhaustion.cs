using NodaTime;

namespace Portal.Domain.Slos;

/// <summary>When the budget will be gone if the current burn goes on. Null: it does not exhaust at this rate.</summary>
public static class Exhaustion
{
    /// <summary>
    /// For a calendar period: a burn of 1 spends the whole budget in one period of length W, a burn of k in W / k, and
    /// what remains of it in t = remaining · W / k. A period that ends before is renewed in time.
    /// </summary>
    /// <param name="now">The instant of the reading.</param>
    /// <param name="period">The whole period.</param>
    /// <param name="remaining">Remaining share of the whole period's budget.</param>
    /// <param name="burn">The current burn rate; null where it is undefined.</param>
    public static Instant? OfPeriod(Instant now, Interval period, decimal remaining, decimal? burn)
    {
        if (remaining <= 0)
        {
            return now;
        }

        // The first comparison keeps a tiny burn from leading beyond the end of time.
        var left = remaining * Seconds.Of(period.Duration);
        return burn is { } rate && left < rate * Seconds.Of(period.End - now)
            ? now + Seconds.ToDuration(left / rate)
            : null;
    }

    /// <summary>
    /// For a rolling window of length W: while new errors come in, old ones leave. With X and T the bad and total of
    /// the past that is still in the window at now + t, e the current error ratio and r the mean traffic of the window,
    /// the budget is gone at the smallest t with X(t) + e · r · t ≥ B · (T(t) + r · t). Both sides are linear within a
    /// step of the past, so each step is solved exactly; after W nothing old is left and nothing changes any more.
    /// </summary>
    /// <param name="now">The instant of the reading; already exhausted answers it.</param>
    /// <param name="window">Length of the window.</param>
    /// <param name="objective">The promise.</param>
    /// <param name="steps">The window's past in equal steps, oldest first.</param>
    /// <param name="burn">The current burn rate, e / B; null where it is undefined.</param>
    public static Instant? OfRolling(
        Instant now,
        Duration window,
        Objective objective,
        IReadOnlyList<SliceSums> steps,
        decimal? burn
    )
    {
        var past = steps.Aggregate(default(SliceSums), (sums, step) => sums + step);
        var shortfall = past.Bad - (objective.Budget * past.Total);
        if (!past.HasTraffic)
        {
            return null;
        }

        if (shortfall >= 0)
        {
            return now;
        }

        if (burn is not { } rate)
        {
            return null;
        }

        // What one step to come adds: e · r − B · r = B · r · (k − 1).
        var added = objective.Budget * (rate - 1) * past.Total / steps.Count;
        var gone = StepsUntilGone(shortfall, added, objective.Budget, steps);
        return gone is { } count ? now + Seconds.ToDuration(count * Seconds.Of(window) / steps.Count) : null;
    }

    private static decimal? StepsUntilGone(
        decimal shortfall,
        decimal added,
        decimal budget,
        IReadOnlyList<SliceSums> steps
    )
    {
        for (var i = 0; i < steps.Count; i++)
        {
            var change = added - (steps[i].Bad - (budget * steps[i].Total));
            if (shortfall + change >= 0)
            {
                return i - (shortfall / change);
            }

            shortfall += change;
        }

        return null;
    }
}
