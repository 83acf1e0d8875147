using NodaTime;

namespace Portal.Domain.Time;

/// <summary>
/// When the clock on the wall shows a local time. Twice on the night the clocks go back, never in the hour that is skipped
/// when they go forward; both ways here prefer two people on call for a moment over nobody.
/// </summary>
public static class WallClock
{
    /// <summary>For starts and hand-offs: the first time that the clock shows it, or the first instant after the skipped hour.</summary>
    public static Instant EarlierOrAfterGap(LocalDateTime local, DateTimeZone zone)
    {
        var mapping = zone.MapLocal(local);
        return mapping.Count == 0 ? mapping.LateInterval.Start : mapping.First().ToInstant();
    }

    /// <summary>For ends of restricted hours: the last time that the clock shows it, or the first instant after the skipped hour.</summary>
    public static Instant LaterOrAfterGap(LocalDateTime local, DateTimeZone zone)
    {
        var mapping = zone.MapLocal(local);
        return mapping.Count == 0 ? mapping.LateInterval.Start : mapping.Last().ToInstant();
    }
}
