using NodaTime;
using NodaTime.Text;
using Portal.Data;
using Portal.Domain.Reports;
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
        return MonthOf(range) is { } month
            ? FrozenMonths.RangeOf(month, zone)
            : new(now - Duration.FromDays(range == "90d" ? 90 : 30), now);
    }

    /// <summary>The month that an address of a page names; null where it names none.</summary>
    public static YearMonth? MonthOf(string? range) =>
        range is not null && Month.Parse(range) is { Success: true, Value: var month } && IsReckoned(month)
            ? month
            : null;

    /// <summary>From the API: <c>2026-10</c>; the month of now unless told.</summary>
    public static YearMonth MonthOf(string? month, Instant now, DateTimeZone zone) =>
        month is null
            ? now.InZone(zone).Date.ToYearMonth()
            : MonthOf(month)
                ?? throw new InvalidInputException(
                    "month",
                    $"{Shown.Short(month)} is no month: write one such as 2026-10, from 1970 to 2199."
                );

    public static string MonthName(LocalDate day) => Month.Format(day.ToYearMonth());

    private static bool IsReckoned(YearMonth month) => RequestTime.IsReckoned(month.OnDayOfMonth(1).AtMidnight());

    private static Instant Time(string field, string text) =>
        LocalDatePattern.Iso.Parse(text) is { Success: true, Value: var day }
        && RequestTime.IsReckoned(day.AtMidnight())
            ? day.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant()
            : RequestTime.Read(field, text);
}
