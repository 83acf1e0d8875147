using NodaTime;

namespace Portal.Ui;

/// <summary>Who looks at the page, as far as showing goes: their time zone and theme. One for a request, one for a circuit.</summary>
internal sealed class Viewer
{
    /// <summary>UTC until the browser or the profile has told another.</summary>
    public DateTimeZone Zone { get; private set; } = DateTimeZone.Utc;

    /// <summary>light or dark; null follows the operating system.</summary>
    public string? Theme { get; private set; }

    /// <summary>Called once, by the document or the root of the circuit. An unknown zone shows times in UTC, and says so.</summary>
    public void Take(string? zone, string? theme)
    {
        Zone = zone is null ? DateTimeZone.Utc : DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) ?? DateTimeZone.Utc;
        Theme = theme;
    }
}
