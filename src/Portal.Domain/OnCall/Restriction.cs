using NodaTime;
using Portal.Domain.Time;

namespace Portal.Domain.OnCall;

/// <summary>
/// The hours of a week in which a layer covers, in the time zone of the schedule. An end before the start means the next
/// day: <c>fri 20:00–08:00</c> belongs to Friday and ends on Saturday. Equal times mean a whole day from that time on.
/// </summary>
/// <param name="Days">The days on which the hours start; none named means every day.</param>
/// <param name="From">The first local time inside.</param>
/// <param name="To">The first local time after it that is outside.</param>
public sealed record Restriction(IReadOnlySet<IsoDayOfWeek> Days, LocalTime From, LocalTime To)
{
    public IReadOnlySet<IsoDayOfWeek> Days { get; } =
        Days.All(day => day is >= IsoDayOfWeek.Monday and <= IsoDayOfWeek.Sunday)
            ? new SortedSet<IsoDayOfWeek>(Days)
            : throw new DomainException("A restriction names days from Monday to Sunday.");

    /// <summary>The windows that have a part in <paramref name="range"/>, in order, each with its whole length.</summary>
    internal IEnumerable<TimeRange> Windows(TimeRange range, DateTimeZone zone)
    {
        // Two days early: yesterday's window may still run, and clocks that go back make it longer.
        var last = range.End.InZone(zone).Date;
        for (var day = range.Start.InZone(zone).Date.PlusDays(-2); day <= last; day = day.PlusDays(1))
        {
            if (Starts(day) && WindowOf(day, zone) is { } window && window.Overlaps(range))
            {
                yield return window;
            }
        }
    }

    private bool Starts(LocalDate day) => Days.Count == 0 || Days.Contains(day.DayOfWeek);

    /// <summary>Null where the clocks skip the whole window.</summary>
    private TimeRange? WindowOf(LocalDate day, DateTimeZone zone)
    {
        var start = WallClock.EarlierOrAfterGap(day + From, zone);
        var end = WallClock.LaterOrAfterGap((To <= From ? day.PlusDays(1) : day) + To, zone);
        return start < end ? new TimeRange(start, end) : null;
    }
}
