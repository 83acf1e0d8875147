using System.Runtime.InteropServices;
using NodaTime;

namespace Portal.Domain.Reports;

/// <summary>How often people were interrupted in each hour of the week, as the clock on one wall tells it.</summary>
/// <remarks>
/// An hour that the clocks repeat holds both of its halves, and one that they skip stays empty: nothing is counted twice or
/// lost on the days when the clocks change.
/// </remarks>
public sealed class PagingHours
{
    public const int HoursOfDay = 24;

    /// <summary>From this count on, hours look alike: the end of the ramp.</summary>
    public const int Hottest = 5;

    private readonly Dictionary<WeekHour, int> counts;

    private PagingHours(Dictionary<WeekHour, int> counts) => this.counts = counts;

    public int Total => counts.Values.Sum();

    /// <summary>The hours that have any, in the order of the week.</summary>
    public IReadOnlyList<BusyHour> Busy =>
        [
            .. counts
                .Select(one => new BusyHour(one.Key, one.Value))
                .OrderBy(busy => busy.At.Day)
                .ThenBy(busy => busy.At.Hour),
        ];

    /// <summary>The hour with the most, the earliest of the week among equals; null where nobody was interrupted.</summary>
    public BusyHour? Busiest => Busy.MaxBy(busy => busy.Count);

    public int this[WeekHour hour] => counts.GetValueOrDefault(hour);

    public static PagingHours Of(IEnumerable<Interruption> interruptions, DateTimeZone zone) =>
        new(interruptions.CountBy(one => WeekHour.Of(one.At, zone)).ToDictionary());

    /// <summary>A night's hour, by the same bounds that tell what wakes people.</summary>
    public static bool IsNight(int hour) => Interruption.IsNight(new LocalTime(hour, 0));
}

/// <summary>An hour of the week: Friday 03:00 to 04:00.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct WeekHour(IsoDayOfWeek Day, int Hour)
{
    public static WeekHour Of(Instant at, DateTimeZone zone)
    {
        var local = at.InZone(zone);
        return new(local.DayOfWeek, local.Hour);
    }
}

public sealed record BusyHour(WeekHour At, int Count);
