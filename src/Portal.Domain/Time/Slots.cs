using NodaTime;

namespace Portal.Domain.Time;

/// <summary>When something that happens at an interval is due: at whole intervals since 1970, shifted by a phase of its own.</summary>
/// <remarks>
/// Slots do not depend on when a process started or how long an evaluation took, so they do not drift, and the phase keeps
/// a thousand rules of one interval from falling due at one moment. Slots that passed unseen are counted, never made up for.
/// </remarks>
public static class Slots
{
    /// <summary>The first slot after <paramref name="slot"/> that is not past, and how many were left out to reach it.</summary>
    /// <param name="slot">The slot that was just dealt with; need not be on the grid, as the first of a new rule is not.</param>
    /// <param name="phase">From 0 to 1: which part of the interval the grid is shifted by.</param>
    public static (Instant Slot, long Missed) Next(Instant slot, Duration interval, double phase, Instant now)
    {
        var shift = Duration.FromMilliseconds(Math.Floor(interval.TotalMilliseconds * phase));
        var following = OnGrid(slot, interval, shift) + interval;
        if (following > now)
        {
            return (following, 0);
        }

        // The one that is due at this moment is kept: it is evaluated now, once, for all that were missed.
        var current = OnGrid(now, interval, shift);
        return (current, (long)((current - following) / interval));
    }

    /// <summary>Spread evenly by id, the same on every replica.</summary>
    public static double Phase(Guid id) => (uint)BitConverter.ToInt32(id.ToByteArray(), 12) / (uint.MaxValue + 1.0);

    /// <summary>The last slot at or before an instant.</summary>
    private static Instant OnGrid(Instant instant, Duration interval, Duration shift)
    {
        var since = (instant - NodaConstants.UnixEpoch - shift).ToInt64Nanoseconds();
        var step = interval.ToInt64Nanoseconds();
        return NodaConstants.UnixEpoch + shift + Duration.FromNanoseconds(since - (((since % step) + step) % step));
    }
}
