using NodaTime;
using NodaTime.Text;
using Portal.Domain.Time;
using Portal.Ui;

namespace Portal.OnCall;

/// <summary>Times as a browser's <c>datetime-local</c> field has them, in a zone that stands beside it.</summary>
internal static class LocalTimes
{
    private static readonly LocalDateTimePattern Minutes = LocalDateTimePattern.CreateWithInvariantCulture(
        "uuuu-MM-dd'T'HH:mm"
    );

    private static readonly IPattern<LocalDateTime> Either = new CompositePatternBuilder<LocalDateTime>
    {
        { LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss"), _ => false },
        { Minutes, _ => true },
    }.Build();

    public static string Text(Instant at, DateTimeZone zone) => Minutes.Format(at.InZone(zone).LocalDateTime);

    /// <summary>With seconds or without: Blazor adds <c>:00</c> to what a browser's field says.</summary>
    public static LocalDateTime? Parse(string? text) =>
        Either.Parse(text ?? "") is { Success: true, Value: var local } && local.Year is > 1900 and < 2400
            ? local
            : null;

    /// <summary>The first time that the clock shows it; null for what is no time.</summary>
    public static Instant? Start(string? text, DateTimeZone zone) =>
        Parse(text) is { } local ? WallClock.EarlierOrAfterGap(local, zone) : null;

    /// <summary>The last time that the clock shows it; null for what is no time.</summary>
    public static Instant? End(string? text, DateTimeZone zone) =>
        Parse(text) is { } local ? WallClock.LaterOrAfterGap(local, zone) : null;

    /// <summary>Mon 16 Nov 09:00 to Thu 26 Nov 18:00; within a day Mon 16 Nov 09:00 to 18:00.</summary>
    public static string Range(Instant from, Instant to, DateTimeZone zone, Instant now)
    {
        var sameDay = from.InZone(zone).Date == to.InZone(zone).Date;
        var end = Moments.Text(to, zone, now, sameDay ? MomentStyle.Time : MomentStyle.Full);
        return $"{Moments.Text(from, zone, now, MomentStyle.Full)} to {end}";
    }

    /// <summary>The place in a zone's name: Toronto for America/Toronto.</summary>
    public static string Place(DateTimeZone zone) => zone.Id.Split('/')[^1].Replace('_', ' ');

    /// <summary>When the clocks of a zone change next within a year, and by how much.</summary>
    public static (Instant At, Offset By)? NextChange(DateTimeZone zone, Instant after)
    {
        var current = zone.GetZoneInterval(after);
        if (!current.HasEnd || current.End > after + Duration.FromDays(366))
        {
            return null;
        }

        var by = zone.GetUtcOffset(current.End) - current.WallOffset;
        return by == Offset.Zero ? null : (current.End, by);
    }
}
