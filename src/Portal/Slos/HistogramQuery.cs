using System.Globalization;
using System.Text.RegularExpressions;
using Portal.Domain;
using Portal.Domain.Slos;

namespace Portal.Slos;

/// <summary>What a histogram says about how many requests were fast enough.</summary>
internal static partial class HistogramQuery
{
    /// <exception cref="DomainException">It is not the selector of one histogram.</exception>
    public static void Refuse(string histogram)
    {
        if (SelectorSum.Parse(histogram) is not [var selector])
        {
            throw new DomainException(
                "Write the selector of one histogram, as in http_request_duration_seconds{job=\"shop\"}."
            );
        }

        var name = Selector.NameOf(selector);
        if (name.Length == 0)
        {
            throw new DomainException("Name the histogram before its labels: http_request_duration_seconds{…}.");
        }

        if (Suffix().Match(name) is { Success: true } suffix)
        {
            throw new DomainException(
                $"Leave out {suffix.Value}: the portal adds the suffixes of the histogram's parts itself."
            );
        }
    }

    /// <summary>The bucket that ends at the threshold, by both spellings: Prometheus 2 writes le="1", Prometheus 3 le="1.0".</summary>
    public static string Bucket(LatencySli sli)
    {
        var bound = sli.Threshold.ToString("0.############################", CultureInfo.InvariantCulture);
        var spellings = bound.Contains('.', StringComparison.Ordinal) ? $"le=\"{bound}\"" : $"le=~\"{bound}([.]0)?\"";
        return Series(sli.Histogram, "_bucket", spellings);
    }

    /// <summary>All buckets of a classic histogram.</summary>
    public static string AllBuckets(string histogram) => Series(histogram, "_bucket", null);

    public static string Count(LatencySli sli) => Series(sli.Histogram, "_count", null);

    /// <param name="sum">The aggregation: sum, or sum by some labels.</param>
    public static string Fast(LatencySli sli, string range, string sum)
    {
        var bound = sli.Threshold.ToString(CultureInfo.InvariantCulture);
        return sli.Native
            ? $"histogram_fraction(0, {bound}, {Sum(sli, range, sum)}) * histogram_count({Sum(sli, range, sum)})"
            : $"{sum}(increase({Bucket(sli)}[{range}]))";
    }

    public static string All(LatencySli sli, string range, string sum) =>
        sli.Native ? $"histogram_count({Sum(sli, range, sum)})" : $"{sum}(increase({Count(sli)}[{range}]))";

    private static string Sum(LatencySli sli, string range, string sum) => $"{sum}(increase({sli.Histogram}[{range}]))";

    private static string Series(string histogram, string suffix, string? matcher) =>
        Selector.Of(Selector.NameOf(histogram) + suffix, Selector.MatchersOf(histogram), matcher);

    [GeneratedRegex("_(bucket|count|sum)$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Suffix();
}
