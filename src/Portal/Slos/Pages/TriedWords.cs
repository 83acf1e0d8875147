using Portal.Slos.Preview;
using Portal.Ui;

namespace Portal.Slos.Pages;

/// <summary>What a tried query gave, in a few words.</summary>
internal static class TriedWords
{
    public static string Of(TriedQuery query)
    {
        var series = query.Series switch
        {
            null => "",
            1 => "1 series, ",
            var count => $"{Numbers.Count(count)} series, ",
        };
        return query.Count is { } events && double.IsFinite(events)
            ? $"{series}{Numbers.Count(Math.Round((decimal)events, 1))} in the last {Numbers.Duration(query.Slice)}"
            : "no series";
    }
}
