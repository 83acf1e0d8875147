using NodaTime;

namespace Portal.Domain.Time;

/// <summary>
/// A recurrence rule as calendars write it (RFC 5545, section 3.3.10): <c>FREQ=WEEKLY;BYDAY=SU</c>. It speaks of local
/// dates; the time of the day is that of the first occurrence. A month without the day is left out, not clamped, as the
/// standard says.
/// </summary>
/// <remarks>
/// Understood are FREQ (DAILY, WEEKLY, MONTHLY, YEARLY), INTERVAL, COUNT, UNTIL, BYDAY and BYMONTHDAY; every other part is
/// refused by its name, since a rule that is half understood excludes the wrong hours.
/// </remarks>
public sealed record Recurrence
{
    /// <summary>Further than this no rule is followed: more occurrences than any window holds.</summary>
    private const int MostOccurrences = 100_000;

    private readonly RecurrenceParts parts;

    private Recurrence(string text, RecurrenceParts parts) => (Text, this.parts) = (text, parts);

    /// <summary>As it was written, in capitals.</summary>
    public string Text { get; }

    /// <exception cref="DomainException">It is no rule, or has a part that is not understood; the message names it.</exception>
    public static Recurrence Parse(string text)
    {
        var rule = text.Trim().ToUpperInvariant();
        rule = rule.StartsWith("RRULE:", StringComparison.Ordinal) ? rule["RRULE:".Length..] : rule;
        return new(rule, RecurrenceParts.Parse(rule));
    }

    /// <summary>
    /// The beginnings from the first one, ascending, up to a date. The first occurrence itself counts only where the rule
    /// meets it, and COUNT counts from there.
    /// </summary>
    /// <param name="first">Where the rule begins.</param>
    /// <param name="before">No occurrence begins on or after this date.</param>
    public IEnumerable<LocalDateTime> Occurrences(LocalDateTime first, LocalDate before)
    {
        var found = 0;
        foreach (var date in Dates(first.Date, before))
        {
            if (date < first.Date)
            {
                continue;
            }

            if (date >= before || date > parts.Until || found >= (parts.Count ?? MostOccurrences))
            {
                yield break;
            }

            found++;
            yield return date + first.TimeOfDay;
        }
    }

    public bool Equals(Recurrence? other) => other is not null && other.Text == Text;

    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    private IEnumerable<LocalDate> Dates(LocalDate first, LocalDate before)
    {
        for (var step = 0; ; step++)
        {
            var period = PeriodAt(first, step * parts.Interval);
            if (period > before)
            {
                yield break;
            }

            foreach (var date in Within(period, first))
            {
                yield return date;
            }
        }
    }

    /// <summary>The first day of the n-th day, week (from Monday), month or year after the one of the first occurrence.</summary>
    private LocalDate PeriodAt(LocalDate first, int periods) =>
        parts.Frequency switch
        {
            Frequency.Daily => first.PlusDays(periods),
            Frequency.Weekly => first.PlusDays(1).Previous(IsoDayOfWeek.Monday).PlusWeeks(periods),
            Frequency.Monthly => new LocalDate(first.Year, first.Month, 1).PlusMonths(periods),
            Frequency.Yearly => new LocalDate(first.Year, 1, 1).PlusYears(periods),
        };

    private IEnumerable<LocalDate> Within(LocalDate period, LocalDate first) =>
        parts.Frequency switch
        {
            Frequency.Daily => Daily(period),
            Frequency.Weekly => Weekly(period, first),
            Frequency.Monthly => Monthly(period, first),
            Frequency.Yearly => Yearly(period, first),
        };

    private IEnumerable<LocalDate> Daily(LocalDate day) =>
        (parts.Days.Count == 0 || parts.Days.Any(one => one.Day == day.DayOfWeek))
        && (parts.MonthDays.Count == 0 || parts.MonthDays.Any(one => DayOf(day, one) == day))
            ? [day]
            : [];

    private IEnumerable<LocalDate> Weekly(LocalDate monday, LocalDate first)
    {
        var days = parts.Days.Count > 0 ? parts.Days.Select(one => one.Day) : [first.DayOfWeek];
        return days.Distinct().Select(day => monday.PlusDays((int)day - 1)).Order();
    }

    private IEnumerable<LocalDate> Monthly(LocalDate month, LocalDate first)
    {
        var byDay = parts.Days.SelectMany(one => one.In(month));
        var byNumber = parts.MonthDays.Select(number => DayOf(month, number)).OfType<LocalDate>();
        var dates = (parts.Days.Count, parts.MonthDays.Count) switch
        {
            (0, 0) => DayOf(month, first.Day) is { } same ? [same] : [],
            (0, _) => byNumber,
            (_, 0) => byDay,
            _ => byDay.Intersect(byNumber),
        };
        return dates.Distinct().Order();
    }

    private static IEnumerable<LocalDate> Yearly(LocalDate year, LocalDate first) =>
        DayOf(new LocalDate(year.Year, first.Month, 1), first.Day) is { } same ? [same] : [];

    /// <summary>Negative numbers count from the end: −1 is the last day. Null where the month has no such day.</summary>
    private static LocalDate? DayOf(LocalDate month, int number)
    {
        var days = month.Calendar.GetDaysInMonth(month.Year, month.Month);
        var day = number > 0 ? number : days + 1 + number;
        return day >= 1 && day <= days ? new LocalDate(month.Year, month.Month, day) : null;
    }
}
