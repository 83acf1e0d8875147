using System.Globalization;
using System.Text.RegularExpressions;

namespace Portal.Alerting.Pages;

/// <summary>Where in a query a backend found a mistake, from its message.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
/// <param name="Before">The line up to the mistake.</param>
/// <param name="Bad">From the mistake to the end of the word.</param>
public sealed partial record BadPlace(int Line, int Column, string Before, string Bad, string After)
{
    /// <returns>Null where the message names no place, or one that the query does not have.</returns>
    public static BadPlace? In(string message, string query)
    {
        var match = Position().Match(message);
        if (
            !match.Success
            || !int.TryParse(match.Groups["line"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var line)
            || !int.TryParse(
                match.Groups["column"].Value,
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var column
            )
        )
        {
            return null;
        }

        var lines = query.ReplaceLineEndings("\n").Split('\n');
        if (line < 1 || line > lines.Length || column < 1 || column > lines[line - 1].Length + 1)
        {
            return null;
        }

        var text = lines[line - 1];
        var start = Math.Min(column - 1, Math.Max(text.Length - 1, 0));
        var end = start;
        while (end < text.Length && (end == start || char.IsLetterOrDigit(text[end]) || text[end] == '_'))
        {
            end++;
        }

        return new(line, column, text[..start], text[start..end], text[end..]);
    }

    /// <summary>As Prometheus says it: <c>1:23: parse error: …</c>.</summary>
    [GeneratedRegex(
        @"(?<line>\d{1,6}):(?<column>\d{1,6}): parse error",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Position();
}
