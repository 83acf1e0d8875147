using Portal.Ui;

namespace Portal.Slos.Pages;

/// <summary>What the editor offers; a value that came with a manifest and is none of these stays on offer.</summary>
internal static class SloChoices
{
    private static readonly IReadOnlyList<Choice> KnownWindows =
    [
        new("rolling 7d", "Rolling 7 d"),
        new("rolling 28d", "Rolling 28 d"),
        new("rolling 30d", "Rolling 30 d"),
        new("rolling 90d", "Rolling 90 d"),
        new("calendar 1d", "Calendar day"),
        new("calendar 1w", "Calendar week"),
        new("calendar 1M", "Calendar month"),
        new("calendar 1Q", "Calendar quarter"),
        new("calendar 1Y", "Calendar year"),
    ];

    private static readonly IReadOnlyList<Choice> KnownSlices =
    [
        new("10s", "10 s"),
        new("30s", "30 s"),
        new("1m", "1 min"),
        new("5m", "5 min"),
        new("15m", "15 min"),
        new("1h", "1 h"),
    ];

    public static IEnumerable<Choice> Windows(string current) => With(KnownWindows, current);

    public static IEnumerable<Choice> Slices(string current) => With(KnownSlices, current);

    private static IEnumerable<Choice> With(IReadOnlyList<Choice> known, string current) =>
        known.Any(choice => choice.Value == current) ? known : [.. known, new Choice(current, current)];
}
