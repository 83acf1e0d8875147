using NodaTime;

namespace Portal.Domain.Slos;

/// <summary>Finds when an error budget fell: stretches of time in which it burned faster than it may.</summary>
public static class BudgetDrops
{
    private const decimal NearlyAll = 0.99m;

    /// <summary>
    /// Steps in a row that each burn above 1: bad / total &gt; 1 − objective. A step that was not measured, or in which
    /// nothing happened, ends a stretch.
    /// </summary>
    /// <param name="steps">Equal steps of the past, oldest first, in the unit of the SLO's budgeting.</param>
    /// <param name="start">Where the first of them begins.</param>
    /// <param name="step">Length of each.</param>
    /// <param name="objective">The promise.</param>
    /// <returns>The costliest first.</returns>
    public static IReadOnlyList<BudgetDrop> Of(
        IReadOnlyList<SliceSums> steps,
        Instant start,
        Duration step,
        Objective objective
    )
    {
        var drops = new List<BudgetDrop>();
        for (var i = 0; i < steps.Count; i++)
        {
            if (!IsFast(steps[i], objective))
            {
                continue;
            }

            var range = new Interval(start + (step * i), start + (step * (i + 1)));
            if (drops.Count > 0 && drops[^1].Range.End == range.Start)
            {
                drops[^1] = new(new(drops[^1].Range.Start, range.End), drops[^1].Bad + steps[i].Bad);
            }
            else
            {
                drops.Add(new(range, steps[i].Bad));
            }
        }

        return [.. drops.OrderByDescending(drop => drop.Bad).ThenBy(drop => drop.Range.Start)];
    }

    /// <summary>
    /// Where in a stretch it was, by its drops in finer steps: the shortest time that holds nearly all that they cost.
    /// Around an outage of an hour lie single failures that nobody calls a part of it.
    /// </summary>
    /// <returns>The whole stretch where its finer steps show no drop.</returns>
    public static Interval Within(Interval stretch, IReadOnlyList<BudgetDrop> drops)
    {
        var inOrder = drops.OrderBy(drop => drop.Range.Start).ToList();
        var needed = inOrder.Sum(drop => drop.Bad) * NearlyAll;
        var (shortest, first, held) = (stretch, 0, 0m);
        for (var last = 0; last < inOrder.Count; last++)
        {
            held += inOrder[last].Bad;
            while (held - inOrder[first].Bad >= needed)
            {
                held -= inOrder[first++].Bad;
            }

            var range = new Interval(inOrder[first].Range.Start, inOrder[last].Range.End);
            if (held >= needed && range.Duration < shortest.Duration)
            {
                shortest = range;
            }
        }

        return shortest;
    }

    private static bool IsFast(SliceSums sums, Objective objective) =>
        sums.HasTraffic && sums.Bad > objective.Budget * sums.Total;
}

/// <param name="Range">Half-open.</param>
/// <param name="Bad">Events or slices that were bad in it.</param>
public sealed record BudgetDrop(Interval Range, decimal Bad);
