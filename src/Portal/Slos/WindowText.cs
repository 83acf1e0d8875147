using NodaTime;
using Portal.Domain.Slos;
using Portal.Slos.OpenSlo;
using Portal.Ui;

namespace Portal.Slos;

/// <summary>Windows as people say them.</summary>
internal static class WindowText
{
    /// <summary>30 d; calendar month (Europe/Berlin).</summary>
    public static string Of(SloWindow window) =>
        window is CalendarWindow calendar
            ? $"calendar {(calendar.Count == 1 ? Unit(calendar.Unit) : WindowCodec.Duration(calendar))} ({calendar.ZoneId})"
            : Days(window.NominalLength);

    /// <summary>The short form where the kind of window is said elsewhere: 30 d, month.</summary>
    public static string Short(SloWindow window) =>
        window is CalendarWindow { Count: 1 } calendar ? Unit(calendar.Unit) : Days(window.NominalLength);

    /// <summary>What a budget is spent over: 30 d; the month.</summary>
    public static string Whole(SloWindow window) =>
        window is CalendarWindow { Count: 1 } ? $"the {Short(window)}" : Short(window);

    public static string Unit(CalendarUnit unit) => unit.ToString().ToLowerInvariant();

    private static string Days(Duration length) => Numbers.Duration(length);
}
