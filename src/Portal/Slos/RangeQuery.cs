using NodaTime;
using Portal.Data;
using Portal.Domain.Time;

namespace Portal.Slos;

/// <summary>Ranges as addresses hold them: from and to, or how far back from now.</summary>
internal static class RangeQuery
{
    private static readonly Duration LongestRange = Duration.FromDays(732);

    public static Duration Length(string? range, Duration byDefault) =>
        range is null ? byDefault
        : DurationText.TryParse(range, out var length) ? length
        : throw new InvalidInputException("range", $"{range} is no range: write 24h, 7d or 30d.");

    public static (Instant From, Instant To) Of(string? from, string? to, Duration length, IClock clock)
    {
        var end = to is null ? clock.GetCurrentInstant() : RequestTime.Read("to", to);
        var start = from is null ? end - length : RequestTime.Read("from", from);
        return start < end && end - start <= LongestRange
            ? (start, end)
            : throw new InvalidInputException("to", "to must be after from, by at most 732 days.");
    }
}
