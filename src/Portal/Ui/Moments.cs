using System.Globalization;
using NodaTime;

namespace Portal.Ui;

/// <summary>Instants in the words of a person in a zone. 24 h, never without a way to the zone.</summary>
internal static class Moments
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;
    private static readonly Duration Day = Duration.FromDays(1);

    public static string Text(Instant at, DateTimeZone zone, Instant now, MomentStyle style = MomentStyle.Brief)
    {
        var local = at.InZone(zone).LocalDateTime;
        var today = now.InZone(zone).Date;
        var year = local.Year == today.Year ? "" : " yyyy";
        return style switch
        {
            MomentStyle.Brief => Brief(local, today),
            MomentStyle.Full => Write(local, $"ddd d MMM{year} HH:mm"),
            MomentStyle.Time => Write(local, "HH:mm"),
            MomentStyle.Day => Write(local, $"d MMM{year}"),
            MomentStyle.Headline => Write(local, $"dddd d MMMM{year}, HH:mm"),
        };
    }

    /// <summary>Under a day as a distance, 2 min ago or in 3 h 4 min; beyond that the date.</summary>
    public static string Relative(Instant at, DateTimeZone zone, Instant now)
    {
        var distance = at - now;
        if (distance >= Day || -distance >= Day)
        {
            return Text(at, zone, now);
        }

        return distance > Duration.Zero ? "in " + Age(distance) : Age(-distance) + " ago";
    }

    /// <summary>A distance for lists, where seconds would only flicker: 40 s, 2 min, 1 h 46 min, 3 d 5 h.</summary>
    public static string Age(Duration distance)
    {
        var minutes = Duration.FromMinutes((long)distance.TotalMinutes);
        return minutes > Duration.Zero
            ? Numbers.Duration(minutes)
            : $"{Math.Max(0, (int)distance.TotalSeconds)}{Numbers.NoBreakSpace}s";
    }

    /// <summary>The zone's name at that instant: CET in winter, CEST in summer.</summary>
    public static string ZoneName(Instant at, DateTimeZone zone) => zone.GetZoneInterval(at).Name;

    /// <summary>The exact instant for <c>datetime</c>, always UTC.</summary>
    public static string Machine(Instant at) => at.ToString("uuuu-MM-dd'T'HH:mm:ss'Z'", Culture);

    /// <summary>The exact instant for a tooltip.</summary>
    public static string Exact(Instant at) => at.ToString("ddd d MMM uuuu HH:mm:ss 'UTC'", Culture);

    private static string Brief(LocalDateTime local, LocalDate today)
    {
        var days = Period.DaysBetween(today, local.Date);
        return days switch
        {
            0 => Write(local, "HH:mm"),
            > -7 and < 7 => Write(local, "ddd HH:mm"),
            _ => Write(local, local.Year == today.Year ? "d MMM HH:mm" : "d MMM yyyy HH:mm"),
        };
    }

    private static string Write(LocalDateTime local, string pattern) =>
        local.ToDateTimeUnspecified().ToString(pattern, Culture).Replace(' ', Numbers.NoBreakSpace);
}

/// <summary>How much of an instant is written.</summary>
public enum MomentStyle
{
    /// <summary>As little as is clear: 09:00 today, Thu 16:40 this week, 2 Sep 10:14 this year.</summary>
    Brief,

    /// <summary>Mon 23 Nov 09:00.</summary>
    Full,

    /// <summary>09:00.</summary>
    Time,

    /// <summary>23 Nov.</summary>
    Day,

    /// <summary>Friday 20 November, 03:06.</summary>
    Headline,
}
