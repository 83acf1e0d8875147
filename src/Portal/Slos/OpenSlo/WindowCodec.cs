using System.Globalization;
using System.Text.Json.Nodes;
using NodaTime;
using NodaTime.Text;
using Portal.Data;
using Portal.Domain;
using Portal.Domain.Slos;
using Portal.Domain.Time;
using Portal.Manifests;

namespace Portal.Slos.OpenSlo;

/// <summary>The time window of an SLO: <c>30d</c> rolling, or <c>1M</c> by the calendar of a zone.</summary>
internal static class WindowCodec
{
    private static readonly (char Letter, CalendarUnit Unit)[] Units =
    [
        ('d', CalendarUnit.Day),
        ('w', CalendarUnit.Week),
        ('M', CalendarUnit.Month),
        ('Q', CalendarUnit.Quarter),
        ('Y', CalendarUnit.Year),
    ];

    /// <summary>Days of what has no fixed length, in a rolling window.</summary>
    private static readonly Dictionary<char, int> Lengths = new()
    {
        ['M'] = 30,
        ['Q'] = 90,
        ['Y'] = 365,
    };

    private static readonly LocalDateTimePattern Start = LocalDateTimePattern.CreateWithInvariantCulture(
        "uuuu-MM-dd HH:mm:ss"
    );

    private static readonly LocalDateTimePattern[] Starts =
    [
        Start,
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm"),
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm"),
        LocalDateTimePattern.GeneralIso,
    ];

    public static SloWindow? Read(ManifestNode spec)
    {
        var windows = spec.Items("timeWindow");
        if (windows.Count != 1)
        {
            spec.Refuse(
                "timeWindow",
                windows.Count == 0
                    ? "timeWindow is missing: write [{ duration: 30d, isRolling: true }]."
                    : "An SLO has one window: keep one entry and write another SLO for the other."
            );
            return null;
        }

        var window = ReadOne(windows[0]);
        windows[0].Done();
        return window;
    }

    public static JsonObject Write(SloWindow window) =>
        window switch
        {
            RollingWindow rolling => new() { ["duration"] = DurationText.Format(rolling.Length), ["isRolling"] = true },
            CalendarWindow calendar => new()
            {
                ["duration"] = Duration(calendar),
                ["isRolling"] = false,
                ["calendar"] = new JsonObject
                {
                    ["startTime"] = Start.Format(calendar.Anchor),
                    ["timeZone"] = calendar.ZoneId,
                },
            },
            _ => throw new InvalidOperationException($"{window.GetType().Name} has no OpenSLO form"),
        };

    /// <summary>The length in OpenSLO's shorthand: 30d, or 1M for a calendar month.</summary>
    public static string Duration(SloWindow window) =>
        window is CalendarWindow calendar
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{calendar.Count}{Array.Find(Units, unit => unit.Unit == calendar.Unit).Letter}"
            )
            : DurationText.Format(window.NominalLength);

    private static SloWindow? ReadOne(ManifestNode node)
    {
        var before = node.Errors.Count;
        var duration = node.Required("duration", "for example 30d, or 1M for a calendar month.");
        var isRolling = node.Switch("isRolling") ?? !node.Has("calendar");
        var calendar = node.Child("calendar");
        if (isRolling && calendar is not null)
        {
            calendar.Text("startTime");
            calendar.Text("timeZone");
            node.Refuse("calendar", "A rolling window has no calendar: leave it out, or set isRolling: false.");
        }

        var (anchor, zone) = calendar is null ? (CalendarWindow.DefaultAnchor, "UTC") : Calendar(calendar);
        if (node.Errors.Count > before)
        {
            return null;
        }

        return Refusing(node, () => isRolling ? Rolling(node, duration) : Of(duration, anchor, zone));
    }

    private static (LocalDateTime Anchor, string Zone) Calendar(ManifestNode node)
    {
        var start = node.Text("startTime");
        var zone = node.Text("timeZone") ?? "UTC";
        var parsed = Starts.Select(pattern => pattern.Parse(start ?? "")).FirstOrDefault(result => result.Success);
        if (start is not null && (parsed is null || !RequestTime.IsReckoned(parsed.Value)))
        {
            node.Refuse(
                "startTime",
                $"{start} is not understood: write a local time such as 2024-01-01 00:00:00, from 1970 to 2199."
            );
        }

        if (!Zones.TryFind(zone, out _))
        {
            node.Refuse("timeZone", $"'{zone}' is not a time zone. Give an IANA name such as Europe/Berlin or UTC.");
        }

        node.Done();
        return (parsed?.Value ?? CalendarWindow.DefaultAnchor, zone);
    }

    private static RollingWindow Rolling(ManifestNode node, string duration)
    {
        if (DurationText.TryParse(duration, out var length))
        {
            return new RollingWindow(length);
        }

        if (
            duration is [.. var number, var letter]
            && Lengths.TryGetValue(letter, out var days)
            && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && count is > 0 and <= 12
        )
        {
            node.Warn(
                "duration",
                $"A rolling window has a fixed length: {duration} is taken as {count * days}d. For whole months, quarters or years write isRolling: false."
            );
            return new RollingWindow(NodaTime.Duration.FromDays(count * days));
        }

        throw new DomainException(
            $"\"{duration}\" is not a rolling window: write 1h to 366d in m, h, d or w. Whole months, quarters and years are calendar windows: isRolling: false."
        );
    }

    private static CalendarWindow Of(string duration, LocalDateTime anchor, string zone)
    {
        var unit = Array.FindIndex(Units, unit => duration.EndsWith(unit.Letter));
        return unit >= 0 && int.TryParse(duration[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? new CalendarWindow(Units[unit].Unit, anchor, zone, count)
            : throw new DomainException(
                $"\"{duration}\" is not a calendar window: write a number and d, w, M (months), Q (quarters) or Y, as in 1M."
            );
    }

    private static SloWindow? Refusing(ManifestNode node, Func<SloWindow> make)
    {
        try
        {
            return make();
        }
        catch (DomainException refusal)
        {
            node.Refuse("duration", refusal.Message);
            return null;
        }
    }
}
