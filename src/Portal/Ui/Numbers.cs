using System.Globalization;
using NodaTime;

namespace Portal.Ui;

/// <summary>Numbers as people read them: unit after a no-break space, real minus and times signs, unknown as a dash and never as zero.</summary>
internal static class Numbers
{
    public const string Unknown = "–";
    public const char NoBreakSpace = '\u00A0';

    private const string Minus = "−";
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    /// <summary>A ratio with a fixed number of digits after the point: 0.056 → 5.6 %.</summary>
    public static string Percent(decimal? ratio, int digits = 1) =>
        ratio is { } value ? Sign(value, Math.Abs(value * 100).ToString($"N{digits}", Culture) + " %") : Unknown;

    /// <summary>An objective with exactly the digits it was given: 0.9990 → 99.9 %.</summary>
    public static string Objective(decimal ratio) =>
        (ratio * 100).ToString("0.############", Culture) + NoBreakSpace + "%";

    /// <summary>
    /// An SLI with enough digits to tell it from its objective: one more than the error budget has zeros after the point, at
    /// least two. Cut and not rounded, so that a missed objective never reads as met: 0.9989996 is 99.899 % and not 99.900 %.
    /// </summary>
    public static string Sli(decimal? ratio, decimal objective)
    {
        if (ratio is not { } value)
        {
            return Unknown;
        }

        var digits = SliDigits(objective);
        var scale = Power10(digits);
        return Percent(decimal.Truncate(value * 100 * scale) / scale / 100, value == 1 ? 0 : digits);
    }

    /// <summary>What is left of a budget: one digit below ten percent, none above; −38 % when it is overspent.</summary>
    public static string BudgetLeft(decimal? ratio) =>
        ratio switch
        {
            null => Unknown,
            0 => Percent(0, 0),
            > -0.0005m and < 0.0005m => (ratio < 0 ? $"over{NoBreakSpace}by{NoBreakSpace}" : "")
                + "<"
                + Percent(0.001m),
            > -0.0995m and < 0.0995m => Percent(ratio),
            _ => Percent(ratio, 0),
        };

    /// <summary>How much is measured. Cut and not rounded: 99.97 % is 99.9 %, and only all is 100 %.</summary>
    public static string Coverage(decimal ratio) =>
        ratio >= 1 ? Percent(1, 0) : Percent(decimal.Truncate(ratio * 1000) / 1000);

    /// <summary>A burn rate: 1× spends the budget exactly within its window.</summary>
    public static string Burn(decimal? rate)
    {
        if (rate is not { } value)
        {
            return Unknown;
        }

        var format = Math.Abs(value) switch
        {
            < 0.1m => "0.##",
            < 100 => "0.#",
            _ => "N0",
        };
        return Sign(value, Math.Abs(value).ToString(format, Culture)) + "×";
    }

    /// <summary>A count: exact with thousands separators below a million, then 41.18 million.</summary>
    public static string Count(decimal? count) =>
        count is not { } value
            ? Unknown
            : Math.Abs(value) switch
            {
                < 1_000_000 => Sign(value, Math.Abs(value).ToString("#,0.##", Culture)),
                < 1_000_000_000 => Sign(value, (Math.Abs(value) / 1_000_000).ToString("0.##", Culture) + " million"),
                _ => Sign(value, (Math.Abs(value) / 1_000_000_000).ToString("0.##", Culture) + " billion"),
            };

    /// <summary>All digits that it has, with thousands separators: for formulas.</summary>
    public static string Exact(decimal number) => Sign(number, Math.Abs(number).ToString("#,0.############", Culture));

    /// <summary>The two largest units that are not zero, cut and not rounded: 2 min 48 s, 3 d 5 h, 8 min.</summary>
    public static string Duration(Duration? duration)
    {
        if (duration is not { } value)
        {
            return Unknown;
        }

        var whole = value < NodaTime.Duration.Zero ? -value : value;
        return (value < NodaTime.Duration.Zero ? Minus : "") + Unsigned(whole);
    }

    /// <summary>A measured value in the unit of its chart or rule.</summary>
    public static string Value(decimal? value, ChartUnit unit) =>
        unit switch
        {
            ChartUnit.Percent => Percent(value, Math.Abs(value ?? 0) < 0.1m ? 1 : 0),
            ChartUnit.Ratio or ChartUnit.Number => Plain(value),
            ChartUnit.Burn => Burn(value),
            ChartUnit.Seconds => value is { } seconds
                ? Duration(NodaTime.Duration.FromMilliseconds((double)seconds * 1000))
                : Unknown,
            ChartUnit.Bytes => Bytes(value),
        };

    private static string Plain(decimal? number) =>
        number is { } value
            ? Sign(value, Math.Abs(value).ToString(Math.Abs(value) < 10 ? "0.###" : "#,0.#", Culture))
            : Unknown;

    private static string Bytes(decimal? bytes)
    {
        if (bytes is not { } value)
        {
            return Unknown;
        }

        string[] units = ["B", "KiB", "MiB", "GiB", "TiB"];
        var power = 0;
        for (; Math.Abs(value) >= 1024 && power < units.Length - 1; power++)
        {
            value /= 1024;
        }

        return Sign(value, Math.Abs(value).ToString("0.#", Culture) + " " + units[power]);
    }

    private static string Unsigned(Duration value)
    {
        if (value < NodaTime.Duration.FromSeconds(1))
        {
            return value == NodaTime.Duration.Zero
                ? $"0{NoBreakSpace}s"
                : $"{(int)value.TotalMilliseconds}{NoBreakSpace}ms";
        }

        (int Amount, string Unit)[] parts =
        [
            (value.Days, "d"),
            (value.Hours, "h"),
            (value.Minutes, "min"),
            (value.Seconds, "s"),
        ];
        var first = Array.FindIndex(parts, part => part.Amount != 0);
        return string.Join(
            NoBreakSpace,
            parts
                .Skip(first)
                .Take(2)
                .Where(part => part.Amount != 0)
                .Select(part => $"{part.Amount}{NoBreakSpace}{part.Unit}")
        );
    }

    private static int SliDigits(decimal objective)
    {
        var digits = 2;
        for (
            var budgetPercent = (1 - objective) * 100;
            budgetPercent is > 0 and <= 0.1m && digits < 8;
            budgetPercent *= 10
        )
        {
            digits++;
        }

        return digits;
    }

    private static decimal Power10(int exponent) =>
        Enumerable.Repeat(10m, exponent).Aggregate(1m, (left, right) => left * right);

    private static string Sign(decimal value, string magnitude) =>
        (value < 0 ? Minus : "") + magnitude.Replace(' ', NoBreakSpace);
}
