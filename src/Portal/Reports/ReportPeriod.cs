using NodaTime;
using NodaTime.Text;
using Portal.Data;
using Portal.Domain.Time;

namespace Portal.Reports;

/// <summary>The time a report is about, as addresses name it.</summary>
internal static class ReportPeriod
{
    private const int LongestDays = 400;

    private static readonly YearMonthPattern Month = YearMonthPattern.Iso;

    /// <summary>From the API: RFC 3339, the last 30 days unless told.</summary>
    public static TimeRange Of(string? from, string? to, Instant now)
    {
        var end = to is null ? now : Time("to", to);
        var start = from is null ? end - Duration.FromDays(30) : Time("from", from);
        if (start >= end)
        {
            throw new InvalidInputException("from", "The period ends before it begins: from comes before to.");
        }

        return end - start <= Duration.FromDays(LongestDays)
            ? new(start, end)
            : throw new InvalidInputException("from", $"A report covers at most {LongestDays} days.");
    }

    /// <summary>From a page: <c>30d</c>, <c>90d</c>, or a month as <c>2026-11</c> in the viewer's zone; 30 days for anything else.</summary>
    public static TimeRange Of(string? range, Instant now, DateTimeZone zone)
    {
        if (range is not null && Month.Parse(range) is { Success: true, Value: var month })
        {
            var start = month.OnDayOfMonth(1).AtStartOfDayInZone(zone).ToInstant();
            var end = month.PlusMonths(1).OnDayOfMonth(1).AtStartOfDayInZone(zone).ToInstant();
            return new(start, end);
        }

        return new(now - Duration.FromDays(range == "90d" ? 90 : 30), now);
    }

    public static string MonthName(LocalDate day) => Month.Format(day.ToYearMonth());

    private static Instant Time(string field, string text) =>
        LocalDatePattern.Iso.Parse(text) is { Success: true, Value: var day }
        && RequestTime.IsReckoned(day.AtMidnight())
            ? day.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant()
            : RequestTime.Read(field, text);
}
