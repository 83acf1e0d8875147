using NodaTime;

namespace Portal.Domain.Slos;

/// <summary>Measured slices of an SLO as columns. Slices that were not measured are not in it.</summary>
public sealed class SliceSeries
{
    /// <param name="grid">The slices of the SLO.</param>
    /// <param name="starts">Start of each slice: on the grid, ascending, each once.</param>
    /// <param name="good">Raw good events of each slice.</param>
    /// <param name="total">All events of each slice.</param>
    /// <exception cref="ArgumentException">The columns differ in length, or the starts are not slices in order.</exception>
    public SliceSeries(
        SliceGrid grid,
        IReadOnlyList<Instant> starts,
        IReadOnlyList<decimal> good,
        IReadOnlyList<decimal> total
    )
    {
        if (starts.Count != good.Count || starts.Count != total.Count)
        {
            throw new ArgumentException("The columns differ in length.", nameof(starts));
        }

        for (var i = 0; i < starts.Count; i++)
        {
            if (grid.Floor(starts[i]) != starts[i] || (i > 0 && starts[i] <= starts[i - 1]))
            {
                throw new ArgumentException($"{starts[i]} is not on the grid or not in order.", nameof(starts));
            }
        }

        (Grid, Starts, Good, Total) = (grid, starts, good, total);
    }

    public SliceGrid Grid { get; }

    public IReadOnlyList<Instant> Starts { get; }

    public IReadOnlyList<decimal> Good { get; }

    public IReadOnlyList<decimal> Total { get; }
}
