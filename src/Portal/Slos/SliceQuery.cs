using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;
using Portal.Domain;
using Portal.Domain.Slos;

namespace Portal.Slos;

/// <summary>The PromQL that counts the events of one slice, and of every slice when it is asked over a range.</summary>
/// <remarks>
/// Good (or bad) and total come back in one answer, told apart by a label: one request for an SLO, and both counts from
/// one moment.
/// </remarks>
internal static partial class SliceQuery
{
    public const string PartLabel = "portal_part";
    public const string Part = "part";
    public const string Total = "total";

    private const string TermLabel = "portal_term";

    public static string Of(RatioSli sli, Duration slice) =>
        $"{Labelled(sli.Good ?? sli.Bad!, Part, slice)} or {Labelled(sli.Total, Total, slice)}";

    /// <summary>One of the two counts alone, to try it.</summary>
    public static string Of(CounterQuery query, Duration slice)
    {
        var range = string.Create(CultureInfo.InvariantCulture, $"{(long)slice.TotalSeconds}s");
        return Selectors(query) is { } selectors
            ? Increase(selectors, range)
            : $"sum({Window().Replace(query.Query, range)})";
    }

    /// <summary>How many series the selectors match; null for a query that is written out.</summary>
    public static string? SeriesOf(CounterQuery query) =>
        Selectors(query) is { } selectors ? $"count({string.Join(" or ", selectors)})" : null;

    /// <summary>The increase of each series over a range, none added to another; null for a query that is written out.</summary>
    public static string? IncreaseOf(CounterQuery query, Duration range) =>
        Selectors(query) is { } selectors
            ? string.Join(
                " or ",
                selectors.Select(selector =>
                    string.Create(CultureInfo.InvariantCulture, $"increase({selector}[{(long)range.TotalSeconds}s])")
                )
            )
            : null;

    /// <exception cref="DomainException">It cannot count the events of a slice.</exception>
    public static void Refuse(CounterQuery query)
    {
        if (!query.Counter || Selectors(query) is not null || Window().IsMatch(query.Query))
        {
            return;
        }

        throw new DomainException(
            query.Query.Contains('[', StringComparison.Ordinal)
                ? "With counter: true the portal takes the increase of each slice itself: leave out rate(), increase() and the range, or put {{.window}} in the brackets."
                : "With counter: true write a selector of counters, as in http_requests_total{job=\"shop\"}, or a sum of selectors; for anything else put {{.window}} where the range of a slice belongs."
        );
    }

    private static IReadOnlyList<string>? Selectors(CounterQuery query) =>
        query.Counter ? SelectorSum.Parse(query.Query) : null;

    private static string Labelled(CounterQuery query, string part, Duration slice) =>
        $"label_replace({Of(query, slice)}, \"{PartLabel}\", \"{part}\", \"\", \"\")";

    /// <summary>
    /// Terms that are absent add nothing, where a plain + would make the whole sum absent. Their increases have no metric
    /// name left and may be labelled alike, so each gets a label of its own before they are put together.
    /// </summary>
    private static string Increase(IReadOnlyList<string> selectors, string range) =>
        selectors.Count == 1
            ? $"sum(increase({selectors[0]}[{range}]))"
            : $"sum({string.Join(" or ", selectors.Select((selector, i) => $"label_replace(increase({selector}[{range}]), \"{TermLabel}\", \"{i}\", \"\", \"\")"))})";

    [GeneratedRegex(@"\{\{\s*\.?window\s*\}\}", RegexOptions.NonBacktracking)]
    private static partial Regex Window();
}
