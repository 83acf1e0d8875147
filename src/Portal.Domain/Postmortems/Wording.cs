using NodaTime;
using NodaTime.Text;

namespace Portal.Domain.Postmortems;

/// <summary>In whose words a postmortem is written: what people are called, and the clock that its readers live by.</summary>
/// <remarks>UTC stands beside each time, since logs and other teams speak it; where the clock shows UTC it is said once.</remarks>
/// <param name="NameOf">What a user is called; the user where nobody knows.</param>
/// <param name="Zone">The author's.</param>
public sealed record Wording(Func<string, string> NameOf, DateTimeZone Zone)
{
    private static readonly LocalDateTimePattern Full = LocalDateTimePattern.CreateWithInvariantCulture(
        "uuuu-MM-dd HH:mm:ss"
    );

    private static readonly LocalTimePattern Short = LocalTimePattern.CreateWithInvariantCulture("HH:mm:ss");

    public bool IsUtc => Zone == DateTimeZone.Utc || Zone.Id is "Etc/UTC" or "UTC";

    /// <summary>As Markdown.</summary>
    public string Name(string user) => MarkdownText.Plain(NameOf(user));

    /// <summary>2026-11-03 15:05:00, without its zone: the text or the head of the column says it.</summary>
    public string At(Instant at) => Full.Format(at.InZone(Zone).LocalDateTime);

    public string TimeOfDay(Instant at) => Short.Format(at.InZone(Zone).TimeOfDay);

    public LocalDate Day(Instant at) => at.InZone(Zone).Date;

    /// <summary>14:05:00, and with its date where UTC has another day than the clock.</summary>
    public string Utc(Instant at) =>
        at.InUtc().Date == Day(at) ? Short.Format(at.InUtc().TimeOfDay) : Full.Format(at.InUtc().LocalDateTime);

    /// <summary>2026-11-03 15:05:00 CET (14:05:00 UTC).</summary>
    public string Moment(Instant at) => IsUtc ? $"{At(at)} UTC" : $"{At(at)} {ZoneAt(at)} ({Utc(at)} UTC)";

    /// <summary>2026-11-03 15:05:00 to 16:02:00 CET (14:05:00 to 15:02:00 UTC).</summary>
    public string Span(Instant from, Instant to)
    {
        var isOneDay = Day(from) == Day(to);
        var local = $"{At(from)} to {(isOneDay ? TimeOfDay(to) : At(to))}";
        if (IsUtc)
        {
            return $"{local} UTC";
        }

        var sameDay = from.InUtc().Date == to.InUtc().Date;
        var end = sameDay ? Short.Format(to.InUtc().TimeOfDay) : Full.Format(to.InUtc().LocalDateTime);
        return $"{local} {ZoneOf([from, to])} ({Utc(from)} to {end} UTC)";
    }

    /// <summary>CET; the name of the zone where the clocks changed meanwhile, or where the time has no name of its own.</summary>
    public string ZoneOf(IEnumerable<Instant> times)
    {
        var names = times.Select(ZoneAt).Distinct(StringComparer.Ordinal).ToList();
        return names.Count == 1 ? names[0] : Zone.Id;
    }

    private string ZoneAt(Instant at) =>
        Zone.GetZoneInterval(at).Name is ['+' or '-', ..] ? Zone.Id : Zone.GetZoneInterval(at).Name;
}
