using NodaTime;
using Portal.Domain.Time;

namespace Portal.Domain.OnCall;

/// <summary>
/// Lays the layers of a schedule over each other and the overrides over all of them: one sweep over the instants at which
/// anything can change.
/// </summary>
internal static class Layering
{
    /// <summary>The pieces that fill <paramref name="range"/> without gap or overlap.</summary>
    public static List<Piece> Pieces(Schedule schedule, TimeRange range)
    {
        var layers = schedule.Layers.Select(layer => layer.Covers(range, schedule.Zone)).ToList();
        var overrides = schedule.Overrides.Where(change => change.From < range.End && range.Start < change.To).ToList();
        var instants = ChangePoints(layers, overrides, range);

        var pieces = new List<Piece>(instants.Count);
        var positions = new int[layers.Count];
        for (var next = 1; next < instants.Count; next++)
        {
            var from = instants[next - 1];
            var (layer, turn) = Winner(layers, positions, from);
            var (user, decider) = Overridden(turn?.User, overrides, from);
            pieces.Add(new Piece(from, instants[next], user, layer, turn, decider));
        }

        return pieces;
    }

    private static List<Instant> ChangePoints(List<List<Coverage>> layers, List<Override> overrides, TimeRange range)
    {
        var instants = new HashSet<Instant> { range.Start, range.End };
        foreach (var coverage in layers.SelectMany(layer => layer))
        {
            instants.Add(coverage.From);
            instants.Add(coverage.To);
        }

        foreach (var change in overrides)
        {
            instants.Add(Instant.Max(change.From, range.Start));
            instants.Add(Instant.Min(change.To, range.End));
        }

        return [.. instants.Order()];
    }

    /// <summary>The last layer that covers <paramref name="now"/>. Moves the position in each layer along.</summary>
    private static (int? Layer, Turn? Turn) Winner(List<List<Coverage>> layers, int[] positions, Instant now)
    {
        (int? Layer, Turn? Turn) winner = (null, null);
        for (var layer = 0; layer < layers.Count; layer++)
        {
            var covers = layers[layer];
            while (positions[layer] < covers.Count && covers[positions[layer]].To <= now)
            {
                positions[layer]++;
            }

            if (positions[layer] < covers.Count && covers[positions[layer]].From <= now)
            {
                winner = (layer, covers[positions[layer]].Turn);
            }
        }

        return winner;
    }

    /// <summary>
    /// Later overrides win over earlier ones, as layers do. They cannot form chains: two that run at one time name
    /// different people.
    /// </summary>
    private static (string? User, Override? Decider) Overridden(string? user, List<Override> overrides, Instant now)
    {
        Override? decider = null;
        foreach (var change in overrides)
        {
            if (change.IsActive(now) && (change.Replaces is null || change.Replaces == user))
            {
                (user, decider) = (change.User, change);
            }
        }

        return (user, decider);
    }
}
