using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using NodaTime;
using NodaTime.TimeZones;

namespace Portal.Domain.Time;

/// <summary>
/// The time zones of the IANA database, by their names (<c>Europe/Berlin</c>, <c>UTC</c>). Offsets, Windows names and
/// POSIX rules are no zones here: they do not know when the clocks change.
/// </summary>
public static class Zones
{
    private static readonly FrozenSet<string> Known = DateTimeZoneProviders.Tzdb.Ids.ToFrozenSet(
        StringComparer.Ordinal
    );

    /// <summary>All names, sorted, for a list to choose from.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Known.Order(StringComparer.Ordinal)];

    /// <summary>The version of the time zone database that all schedules are computed with, such as <c>2026a</c>.</summary>
    public static string DatabaseVersion => TzdbDateTimeZoneSource.Default.TzdbVersion;

    public static bool TryFind([NotNullWhen(true)] string? name, [NotNullWhen(true)] out DateTimeZone? zone)
    {
        zone = name is not null && Known.Contains(name) ? DateTimeZoneProviders.Tzdb[name] : null;
        return zone is not null;
    }

    /// <summary>As <see cref="TryFind"/>, but refuses with a sentence that names the zone and says what to write instead.</summary>
    public static DateTimeZone Find(string? name)
    {
        if (TryFind(name, out var zone))
        {
            return zone;
        }

        var problem = string.IsNullOrWhiteSpace(name)
            ? "A time zone is missing."
            : $"There is no time zone \"{name}\".";
        throw new DomainException($"{problem} Write an IANA name such as {Likely(name) ?? "Europe/Berlin or UTC"}.");
    }

    /// <summary>What was probably meant: other capitals, the city alone, a Windows name.</summary>
    private static string? Likely(string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            return null;
        }

        var city = "/" + name.Trim().Replace(' ', '_');
        return Names.FirstOrDefault(known => known.Equals(city[1..], StringComparison.OrdinalIgnoreCase))
            ?? Names.FirstOrDefault(known => known.EndsWith(city, StringComparison.OrdinalIgnoreCase))
            ?? TzdbDateTimeZoneSource.Default.WindowsToTzdbIds.GetValueOrDefault(name.Trim());
    }
}
