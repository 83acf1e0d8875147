using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using NodaTime;

namespace Portal.Domain.Time;

/// <summary>
/// Durations as people write them in manifests (<c>30s 5m 1h30m 7d 4w</c>) and as pages say them (<c>2 min 48 s</c>).
/// A day is always 24 hours and a week always seven of these days, whatever the clocks do.
/// </summary>
public static class DurationText
{
    private const char NoBreakSpace = '\u00a0';
    private const char Minus = '\u2212';
    private const int MostDigits = 9;

    private static readonly Duration Longest = Duration.FromDays(36_600);

    private static readonly (char Letter, long Seconds)[] Units =
    [
        ('w', 604_800),
        ('d', 86_400),
        ('h', 3_600),
        ('m', 60),
        ('s', 1),
    ];

    private static readonly (string Word, long Seconds)[] SpokenUnits =
    [
        ("d", 86_400),
        ("h", 3_600),
        ("min", 60),
        ("s", 1),
    ];

    /// <summary>Reads whole numbers with the units w, d, h, m, s; larger units come first, each at most once.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Duration duration)
    {
        duration = Duration.Zero;
        if (string.IsNullOrEmpty(text))
        {
            return false;
        }

        var seconds = 0L;
        var lastUnit = -1;
        for (var rest = text.AsSpan(); !rest.IsEmpty; )
        {
            if (!TryReadPart(ref rest, out var number, out var unit) || unit <= lastUnit)
            {
                return false;
            }

            seconds += number * Units[unit].Seconds;
            lastUnit = unit;
        }

        if (seconds > Longest.TotalSeconds)
        {
            return false;
        }

        duration = Duration.FromSeconds(seconds);
        return true;
    }

    /// <summary>As <see cref="TryParse"/>, but refuses with a sentence that says what to write instead.</summary>
    public static Duration Parse(string? text) =>
        TryParse(text, out var duration)
            ? duration
            : throw new DomainException(
                $"\"{text}\" is not a duration. Write whole numbers with units, larger ones first: 30s, 5m, 1h30m, 7d or 4w."
            );

    /// <summary>
    /// The shortest text that <see cref="Parse"/> reads back as exactly this duration: one unit where that is no longer than
    /// several (<c>90m</c>, <c>7d</c>, but <c>365d1m</c>). Only whole seconds from zero up have one.
    /// </summary>
    public static string Format(Duration duration)
    {
        var seconds = WholeSeconds(duration);
        if (seconds < 0 || duration != Duration.FromSeconds(seconds))
        {
            throw new ArgumentOutOfRangeException(
                nameof(duration),
                duration,
                "Manifests know whole seconds from zero up."
            );
        }

        // Small units first: of two equally short texts the one with the smaller, single unit wins (7d, not 1w).
        return Enumerable
            .Range(0, Units.Length)
            .Reverse()
            .Select(unit => Compound(seconds, unit))
            .MinBy(text => text.Length)!;
    }

    /// <summary>
    /// The two largest units, rounded down, for people: <c>48 s</c>, <c>2 min 48 s</c>, <c>1 h 46 min</c>, <c>3 d 5 h</c>.
    /// A no-break space keeps a number and its unit on one line.
    /// </summary>
    public static string Words(Duration duration)
    {
        if (duration < Duration.Zero)
        {
            return Minus + Words(-duration);
        }

        var seconds = WholeSeconds(duration);
        var unit = Array.FindIndex(SpokenUnits, candidate => candidate.Seconds <= seconds);
        if (unit < 0)
        {
            return Spoken(0, SpokenUnits.Length - 1);
        }

        var text = Spoken(seconds / SpokenUnits[unit].Seconds, unit);
        var rest = seconds % SpokenUnits[unit].Seconds;
        var second = unit + 1 < SpokenUnits.Length ? rest / SpokenUnits[unit + 1].Seconds : 0;
        return second == 0 ? text : $"{text} {Spoken(second, unit + 1)}";
    }

    private static bool TryReadPart(ref ReadOnlySpan<char> rest, out long number, out int unit)
    {
        (number, unit) = (0, -1);
        var digits = rest.IndexOfAnyExceptInRange('0', '9');
        if (digits is <= 0 or > MostDigits)
        {
            return false;
        }

        var letter = rest[digits];
        unit = Array.FindIndex(Units, candidate => candidate.Letter == letter);
        number = long.Parse(rest[..digits], NumberStyles.None, CultureInfo.InvariantCulture);
        rest = rest[(digits + 1)..];
        return unit >= 0;
    }

    private static string Compound(long seconds, int largestUnit)
    {
        var text = "";
        foreach (var (letter, size) in Units.AsSpan(largestUnit))
        {
            var count = seconds / size;
            seconds %= size;
            text += count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{count}{letter}");
        }

        return text.Length == 0 ? "0s" : text;
    }

    private static long WholeSeconds(Duration duration) => duration.BclCompatibleTicks / NodaConstants.TicksPerSecond;

    private static string Spoken(long count, int unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{count}{NoBreakSpace}{SpokenUnits[unit].Word}");
}
