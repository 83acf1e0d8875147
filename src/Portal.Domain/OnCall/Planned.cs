using NodaTime;
using Portal.Domain.Time;

namespace Portal.Domain.OnCall;

/// <summary>The years that schedules are computed for: far enough for everybody, and inside what calendars can count.</summary>
internal static class Planned
{
    private const int FirstYear = 1900;
    private const int LastYear = 2499;

    public static string Years { get; } = $"from {FirstYear} to {LastYear}";

    public static TimeRange Time { get; } =
        new(Instant.FromUtc(FirstYear, 1, 1, 0, 0), Instant.FromUtc(LastYear + 1, 1, 1, 0, 0));

    public static bool Contains(LocalDateTime local) => local.Year is >= FirstYear and <= LastYear;

    /// <summary>The time within <paramref name="reach"/> of <paramref name="now"/>, as far as it is planned.</summary>
    public static TimeRange Around(Instant now, Duration reach) =>
        new(Instant.Max(now - reach, Time.Start), Instant.Min(now + reach, Time.End));

    public static void Check(Instant now)
    {
        if (!Time.Contains(now))
        {
            throw new DomainException($"Schedules are planned {Years}; {now} is outside.");
        }
    }
}
