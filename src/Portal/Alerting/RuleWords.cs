using System.Text.RegularExpressions;
using Portal.Domain.Alerting;
using Portal.Ui;

namespace Portal.Alerting;

/// <summary>A rule in the words of its pages and charts.</summary>
internal static partial class RuleWords
{
    public static string Of(Comparison comparison) =>
        comparison switch
        {
            Comparison.Above => "above",
            Comparison.AtLeast => "at or above",
            Comparison.Below => "below",
            Comparison.AtMost => "at or below",
            Comparison.Equal => "equal to",
            Comparison.NotEqual => "different from",
        };

    /// <summary>What the line for recovery says: the side on which the value is good again.</summary>
    public static string Recovery(Comparison comparison) =>
        comparison switch
        {
            Comparison.Above => "at or below",
            Comparison.AtLeast => "below",
            Comparison.Below => "at or above",
            Comparison.AtMost => "above",
            Comparison.Equal or Comparison.NotEqual => "past",
        };

    /// <summary>Whether low values are the bad ones.</summary>
    public static bool LowIsBad(Comparison comparison) => comparison is Comparison.Below or Comparison.AtMost;

    public static string Consequence(Severity severity) =>
        severity switch
        {
            Severity.Critical => "Pages a person now",
            Severity.High => "Answer within 1 h",
            Severity.Warning => "Next business day",
            Severity.Info => "Shown only",
        };

    /// <summary>A value as the rule's chart writes it.</summary>
    public static string Value(double? value, ChartUnit unit) =>
        value switch
        {
            null => Numbers.Unknown,
            { } number when double.IsNaN(number) => "NaN",
            double.PositiveInfinity => "∞",
            double.NegativeInfinity => "−∞",
            { } number when unit is ChartUnit.Percent && Math.Abs(number) < 1e6 => Numbers.Percent((decimal)number),
            { } number when Math.Abs(number) < 1e27 => Numbers.Value((decimal)number, unit),
            { } number => number.ToString("0.###e+0", System.Globalization.CultureInfo.InvariantCulture),
        };

    /// <summary>A threshold with exactly the digits it was given: 5 %, not 5.0 %.</summary>
    public static string Threshold(double value, ChartUnit unit) =>
        unit is ChartUnit.Percent && Math.Abs(value) < 1e6 ? Numbers.Objective((decimal)value) : Value(value, unit);

    /// <summary>
    /// What a query's values probably are, from the names of its metrics: conventions of Prometheus, so a guess, which only
    /// decides how numbers are written.
    /// </summary>
    public static ChartUnit Unit(AlertRule rule)
    {
        var names = Quoted().Replace(rule.Query, "");
        return IsTime().IsMatch(names) ? ChartUnit.Seconds
            : names.Contains('/', StringComparison.Ordinal) && Math.Abs(rule.Condition.Threshold) <= 1
                ? ChartUnit.Percent
            : IsBytes().IsMatch(names) && !names.Contains('/', StringComparison.Ordinal) ? ChartUnit.Bytes
            : ChartUnit.Number;
    }

    [GeneratedRegex("\"[^\"]*\"|'[^']*'|`[^`]*`", RegexOptions.NonBacktracking)]
    private static partial Regex Quoted();

    [GeneratedRegex(
        @"histogram_quantile[^/]*_seconds|_seconds_sum\b|_(duration|latency|age|lag)_seconds\b",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex IsTime();

    [GeneratedRegex(@"_bytes(_total)?\b", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex IsBytes();
}
