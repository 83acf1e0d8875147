using System.Net;
using System.Text.RegularExpressions;

namespace Portal.Ui;

/// <summary>Our own YAML, as we write it, with its keys and plain values set apart.</summary>
internal static partial class YamlColours
{
    /// <returns>Markup; everything of the text is escaped.</returns>
    public static string Of(string yaml) => string.Join('\n', yaml.Split('\n').Select(Line));

    private static string Line(string line)
    {
        if (Pair().Match(line) is not { Success: true } pair)
        {
            return WebUtility.HtmlEncode(line);
        }

        var (before, key, value) = (pair.Groups["before"].Value, pair.Groups["key"].Value, pair.Groups["value"].Value);
        return before
            + Span("c-key", key)
            + ":"
            + (value.Trim().Length == 0 ? value : Span(CssOf(value.Trim()), value));
    }

    private static string CssOf(string value) => Plain().IsMatch(value) ? "c-num" : "c-str";

    private static string Span(string css, string text) =>
        $"<span class=\"{css}\">{WebUtility.HtmlEncode(text)}</span>";

    [GeneratedRegex(
        @"^(?<before>\s*(- )*)(?<key>[\w./-]+):(?<value>| .*)$",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Pair();

    [GeneratedRegex(@"^(-?\d[\w.]*|true|false|null)$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Plain();
}
