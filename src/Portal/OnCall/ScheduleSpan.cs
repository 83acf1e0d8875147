using System.Globalization;
using NodaTime;
using NodaTime.Text;
using Portal.Domain.Time;
using Portal.Ui;

namespace Portal.OnCall;

/// <summary>The days that a calendar of shifts shows, whole days of one zone.</summary>
public sealed record ScheduleSpan(LocalDate From, int Days, DateTimeZone Zone)
{
    public const string Week = "1w";
    public const string TwoWeeks = "2w";
    public const string Month = "month";

    public static readonly IReadOnlyList<Choice> Views =
    [
        new(Week, "1 week"),
        new(TwoWeeks, "2 weeks"),
        new(Month, "Month"),
    ];

    private static readonly CultureInfo Words = CultureInfo.InvariantCulture;

    public TimeRange Range { get; } =
        new(Zone.AtStartOfDay(From).ToInstant(), Zone.AtStartOfDay(From.PlusDays(Days)).ToInstant());

    public IEnumerable<LocalDate> Dates => Enumerable.Range(0, Days).Select(From.PlusDays);

    /// <summary>16 to 29 November 2026; 30 November to 13 December 2026.</summary>
    public string Title
    {
        get
        {
            var last = From.PlusDays(Days - 1);
            var start =
                From.Year != last.Year ? From.ToString("d MMMM uuuu", Words)
                : From.Month != last.Month ? From.ToString("d MMMM", Words)
                : From.ToString("%d", Words);
            return $"{start} to {last.ToString("d MMMM uuuu", Words)}";
        }
    }

    /// <param name="view">As in the address; anything unknown is two weeks.</param>
    /// <param name="from">The first local date, as in the address; anything unknown is the current week or month.</param>
    public static ScheduleSpan Of(string? view, string? from, DateTimeZone zone, Instant now)
    {
        var today = now.InZone(zone).Date;
        var start =
            LocalDatePattern.Iso.Parse(from ?? "") is { Success: true, Value: var date }
            && date.Year is > 1900 and < 2400
                ? date
                : First(view, today);
        var days = view switch
        {
            Week => 7,
            Month => Period.DaysBetween(start, start.PlusMonths(1)),
            _ => 14,
        };
        return new ScheduleSpan(start, days, zone);
    }

    /// <summary>The first day of the span that lies next to this one.</summary>
    public LocalDate Neighbour(string? view, int direction) =>
        view == Month ? From.PlusMonths(direction) : From.PlusDays(direction * Days);

    /// <summary>Where an instant stands, 0 at the beginning of the span and 1 at its end; outside it the nearer end.</summary>
    public double Share(Instant at) => Math.Clamp((at - Range.Start) / Range.Duration, 0, 1);

    private static LocalDate First(string? view, LocalDate today) =>
        view == Month ? new LocalDate(today.Year, today.Month, 1) : today.PlusDays(1 - (int)today.DayOfWeek);
}
