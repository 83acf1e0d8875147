using NodaTime;

namespace Portal.Alerting;

/// <summary>The distance of points of a range query: as fine as the rule looks, as coarse as the answer must be.</summary>
internal static class QueryStep
{
    private static readonly Duration Finest = Duration.FromSeconds(1);

    /// <param name="range">How far back to look.</param>
    /// <param name="interval">How often the rule is evaluated: finer than that says nothing about it.</param>
    /// <param name="least">The finest step of the backend.</param>
    /// <param name="points">The most points that a series may have.</param>
    public static Duration Of(Duration range, Duration interval, Duration? least, int points)
    {
        var fitting = Duration.FromSeconds(Math.Ceiling(range.TotalSeconds / points));
        return Duration.Max(Duration.Max(interval, least ?? Finest), Duration.Max(fitting, Finest));
    }

    /// <summary>On whole steps since 1970, so that asking again a moment later gives the same points.</summary>
    public static Instant Align(Instant at, Duration step)
    {
        var size = step.BclCompatibleTicks;
        return Instant.FromUnixTimeTicks(at.ToUnixTimeTicks() / size * size);
    }
}
