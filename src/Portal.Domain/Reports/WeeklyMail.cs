using NodaTime;
using Portal.Domain.Teams;
using Portal.Domain.Time;

namespace Portal.Domain.Reports;

/// <summary>When the weekly mail is due, for whom, and which week it is about.</summary>
public static class WeeklyMail
{
    /// <summary>Every Monday, by the clock of whoever gets it.</summary>
    public static readonly LocalTime At = new(8, 0);

    /// <summary>So late it still is worth reading; after that there is none for the week.</summary>
    public static readonly Duration Latest = Duration.FromHours(12);

    /// <summary>Leads and admins of a team, and its managers, who are viewers: whoever answers for it. Responders have their shifts.</summary>
    public static bool IsFor(Role role) => role is not Role.Responder;

    /// <returns>The Monday whose mail is due now; null where none is.</returns>
    public static LocalDate? DueOn(Instant now, DateTimeZone zone)
    {
        var monday = now.InZone(zone).Date.With(DateAdjusters.PreviousOrSame(IsoDayOfWeek.Monday));
        var due = WallClock.EarlierOrAfterGap(monday.At(At), zone);
        return due <= now && now < due + Latest ? monday : null;
    }

    /// <summary>The seven days before a Monday.</summary>
    public static TimeRange WeekBefore(LocalDate monday, DateTimeZone zone) =>
        new(
            WallClock.EarlierOrAfterGap(monday.PlusWeeks(-1).AtMidnight(), zone),
            WallClock.EarlierOrAfterGap(monday.AtMidnight(), zone)
        );
}
