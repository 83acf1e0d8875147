using NodaTime;
using NodaTime.Text;

namespace Portal.Data;

/// <summary>Times as requests and manifests write them: RFC 3339, in the years that the portal reckons with.</summary>
/// <remarks>
/// Far outside them sums of times and durations leave the calendar, and nothing that was measured or planned lies there.
/// </remarks>
internal static class RequestTime
{
    public const string Hint = "Write a time such as 2026-02-03T09:00:00Z, from 1970 to 2199.";

    private static readonly LocalDateTime First = new(1970, 1, 1, 0, 0);
    private static readonly LocalDateTime End = new(2200, 1, 1, 0, 0);

    public static Instant? Parse(string text) =>
        OffsetDateTimePattern.Rfc3339.Parse(text) is { Success: true, Value: var time }
        && IsReckoned(time.LocalDateTime)
            ? time.ToInstant()
            : null;

    public static bool IsReckoned(LocalDateTime time) => time >= First && time < End;

    /// <summary>An IANA zone; UTC where none is given.</summary>
    /// <exception cref="InvalidInputException">There is no such zone.</exception>
    public static string Zone(string field, string? zone) =>
        zone is null ? "UTC"
        : DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is not null ? zone
        : throw new InvalidInputException(
            field,
            $"{Shown.Short(zone)} is not a time zone. Give an IANA name such as Europe/Berlin or UTC."
        );

    /// <exception cref="InvalidInputException">It is no time, or none that the portal reckons with.</exception>
    public static Instant Read(string field, string? text) =>
        text is null
            ? throw new InvalidInputException(field, $"{field} is missing. {Hint}")
            : Parse(text)
                ?? throw new InvalidInputException(
                    field,
                    $"{Shown.Short(text)} is no time that can be used here. {Hint}"
                );
}
