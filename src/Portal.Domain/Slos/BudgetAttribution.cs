using NodaTime;

namespace Portal.Domain.Slos;

/// <summary>
/// Says where an error budget went: to each of the causes what was bad while it lasted, to nobody in particular the rest.
/// The shares add up to exactly what was consumed.
/// </summary>
public static class BudgetAttribution
{
    /// <summary>
    /// Parts the window among the causes, on slice boundaries, each moment to one: to the surer kind of cause, and among
    /// those to the one that began first, since the later one began in a failure that was already there. A cause that has
    /// no time of its own has no stretch.
    /// </summary>
    /// <param name="causes">In any order. One without an end lasts to the end of the window.</param>
    /// <param name="window">The range measured.</param>
    /// <param name="grid">A slice counts as a whole, to the first cause that touches it.</param>
    /// <returns>Disjoint, in the order of time; a cause may have several.</returns>
    public static IReadOnlyList<CauseStretch> Stretches(
        IEnumerable<BudgetCause> causes,
        Interval window,
        SliceGrid grid
    )
    {
        var taken = new List<CauseStretch>();
        foreach (
            var cause in causes
                .OrderBy(cause => cause.Kind)
                .ThenBy(cause => cause.From)
                .ThenBy(cause => cause.Key, StringComparer.Ordinal)
        )
        {
            var from = Instant.Max(grid.Floor(cause.From), window.Start);
            var to = Instant.Min(Ceiling(grid, cause.To ?? window.End), window.End);
            foreach (var gap in Gaps(taken, from, to))
            {
                taken.Add(new(cause.Key, gap));
            }
        }

        return [.. taken.OrderBy(stretch => stretch.Range.Start)];
    }

    /// <summary>
    /// What each cause took: of the bad ones, and as bad over allowed of the whole budget, as
    /// <see cref="ErrorBudget.Consumed"/>. Largest first, the rest last.
    /// </summary>
    /// <param name="bad">All that was bad in the range.</param>
    /// <param name="allowed">What the budget of the whole period allows.</param>
    /// <param name="stretches">With the sums measured in each.</param>
    public static IReadOnlyList<BudgetShare> Shares(
        decimal bad,
        decimal allowed,
        IEnumerable<(CauseStretch Stretch, SliceSums Sums)> stretches
    )
    {
        var left = bad;
        var shares = new List<BudgetShare>();
        foreach (var cause in stretches.GroupBy(one => one.Stretch.Key, StringComparer.Ordinal))
        {
            // Raw and not clamped each: what one slice counts too much the next counts too little. Never more than there is.
            var taken = Math.Clamp(cause.Sum(one => one.Sums.Total - one.Sums.Good), 0, left);
            left -= taken;
            shares.Add(Share(cause.Key, taken));
        }

        return [.. shares.OrderByDescending(share => share.Bad), Share(null, left)];

        BudgetShare Share(string? cause, decimal taken) =>
            new(cause, taken, bad > 0 ? taken / bad : 0, allowed > 0 ? taken / allowed : 0);
    }

    private static List<Interval> Gaps(List<CauseStretch> taken, Instant from, Instant to)
    {
        var gaps = new List<Interval>();
        foreach (var stretch in taken.OrderBy(stretch => stretch.Range.Start))
        {
            if (stretch.Range.Start > from && from < to)
            {
                gaps.Add(new(from, Instant.Min(stretch.Range.Start, to)));
            }

            from = Instant.Max(from, stretch.Range.End);
        }

        if (from < to)
        {
            gaps.Add(new(from, to));
        }

        return gaps;
    }

    private static Instant Ceiling(SliceGrid grid, Instant at) => grid.StartOf(grid.IndexFrom(at));
}

/// <summary>Something that happened to a service and may have cost budget, such as an incident.</summary>
/// <param name="Key">Tells it from the others.</param>
/// <param name="From">When it began.</param>
/// <param name="To">When it ended; null while it lasts.</param>
/// <param name="Kind">What it is.</param>
public sealed record BudgetCause(
    string Key,
    Instant From,
    Instant? To,
    BudgetCauseKind Kind = BudgetCauseKind.Incident
);

/// <summary>What may have cost budget, the surest first.</summary>
public enum BudgetCauseKind
{
    /// <summary>Somebody or an alert said that something was wrong.</summary>
    Incident,

    /// <summary>Something was deployed; what fails right after it, and belongs to no incident, is told beside it.</summary>
    Deployment,
}

/// <summary>A stretch of time that belongs to one cause.</summary>
public sealed record CauseStretch(string Key, Interval Range);

/// <param name="Cause">Null for what no cause explains.</param>
/// <param name="Bad">Events or slices that were bad.</param>
/// <param name="Share">Of all that was bad in the range, from 0 to 1; together 1.</param>
/// <param name="Consumed">Of the whole budget: 0.31 is 31 %.</param>
public sealed record BudgetShare(string? Cause, decimal Bad, decimal Share, decimal Consumed);
