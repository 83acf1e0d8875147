using System.Globalization;
using System.Text.RegularExpressions;

namespace Portal.Domain.Labels;

/// <summary>How a value is written for a person. The default writes all of its digits.</summary>
/// <remarks>
/// <c>percent</c> 0.1472 → 14.72 %; <c>humanizePercentage</c> the same as Prometheus writes it, 14.72%; <c>humanize</c> 1234567 →
/// 1.235M; <c>humanize1024</c> for bytes, 1536 → 1.5ki; <c>humanizeDuration</c> for seconds, 3725 → 1h 2m 5s;
/// <c>printf "%.2f"</c> a fixed number of digits. The <c>humanize</c> family follows Prometheus' template/template.go: four
/// significant digits, so that a text moved from there reads the same.
/// </remarks>
internal readonly partial record struct NumberFilter(
    NumberStyle Style,
    string Before = "",
    int Digits = 0,
    string After = ""
)
{
    private static readonly string[] Large = ["", "k", "M", "G", "T", "P", "E", "Z", "Y"];
    private static readonly string[] Binary = ["", "ki", "Mi", "Gi", "Ti", "Pi", "Ei", "Zi", "Yi"];
    private static readonly string[] Small = ["", "m", "u", "n", "p", "f", "a", "z", "y"];

    public static NumberFilter? TryRead(string name) =>
        name switch
        {
            "" => new(NumberStyle.Plain),
            "percent" => new(NumberStyle.Percent),
            "humanizePercentage" => new(NumberStyle.PrometheusPercent),
            "humanize" => new(NumberStyle.Humanize),
            "humanize1024" => new(NumberStyle.Humanize1024),
            "humanizeDuration" => new(NumberStyle.Duration),
            _ => TryReadFixed(name),
        };

    public string Apply(double value)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? "NaN"
                : value > 0 ? "+Inf"
                : "-Inf";
        }

        return Style switch
        {
            NumberStyle.Plain => Plain(value),
            NumberStyle.Percent => $"{Plain(Rounded(value * 100))} %",
            NumberStyle.PrometheusPercent => $"{FourDigits(value * 100)}%",
            NumberStyle.Humanize => Humanized(value),
            NumberStyle.Humanize1024 => Scaled(value, 1024, Binary),
            NumberStyle.Duration => Seconds(value),
            NumberStyle.Fixed => Before + value.ToString($"F{Digits}", CultureInfo.InvariantCulture) + After,
        };
    }

    private static NumberFilter? TryReadFixed(string call)
    {
        var match = Printf().Match(call);
        if (!match.Success)
        {
            return null;
        }

        // %f alone has six digits, as in C.
        var digits = match.Groups["digits"] is { Success: true, Value: var given }
            ? int.Parse(given, CultureInfo.InvariantCulture)
            : 6;
        return new(NumberStyle.Fixed, Unescaped("before"), digits, Unescaped("after"));

        string Unescaped(string group) => match.Groups[group].Value.Replace("%%", "%");
    }

    private static string Plain(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string FourDigits(double value) => value.ToString("g4", CultureInfo.InvariantCulture);

    private static double Rounded(double value) => double.Parse(FourDigits(value), CultureInfo.InvariantCulture);

    private static string Humanized(double value)
    {
        var name = 0;
        if (value == 0 || Math.Abs(value) >= 1)
        {
            return Scaled(value, 1000, Large);
        }

        for (; Math.Abs(value) < 1 && name + 1 < Small.Length; name++)
        {
            value *= 1000;
        }

        return FourDigits(value) + Small[name];
    }

    private static string Scaled(double value, double step, string[] names)
    {
        var name = 0;
        for (; Math.Abs(value) >= step && name + 1 < names.Length; name++)
        {
            value /= step;
        }

        return FourDigits(value) + names[name];
    }

    private static string Seconds(double value)
    {
        var size = Math.Abs(value);
        if (size < 60)
        {
            return (size is >= 1 ? FourDigits(value) : Humanized(value)) + "s";
        }

        var whole = (long)Math.Min(size, long.MaxValue / 2);
        var (days, hours, minutes, seconds) = (whole / 86400, whole / 3600 % 24, whole / 60 % 60, whole % 60);
        var text =
            days > 0 ? $"{days}d {hours}h {minutes}m {seconds}s"
            : hours > 0 ? $"{hours}h {minutes}m {seconds}s"
            : $"{minutes}m {seconds}s";
        return value < 0 ? "-" + text : text;
    }

    [GeneratedRegex(
        """^printf\s+"(?<before>([^%"]|%%)*)%(\.(?<digits>[0-9]))?f(?<after>([^%"]|%%)*)"$""",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Printf();
}

internal enum NumberStyle
{
    /// <summary>All digits, no exponent where it can be avoided.</summary>
    Plain,

    Percent,
    PrometheusPercent,
    Humanize,
    Humanize1024,
    Duration,
    Fixed,
}
