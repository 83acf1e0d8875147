using System.Text.RegularExpressions;

namespace Portal.Slos;

/// <summary>Reads <c>a{x="1"} + b</c>, and the same within <c>sum(…)</c>: the queries whose increase the portal takes itself.</summary>
internal static partial class SelectorSum
{
    private const string Matchers = """\{([^{}"'`]|"([^"\\]|\\.)*"|'([^'\\]|\\.)*'|`[^`]*`)*\}""";

    /// <returns>The selectors; null when the query is anything else.</returns>
    public static IReadOnlyList<string>? Parse(string query)
    {
        var text = query.Trim();
        var terms = Split(text);
        if (terms.Count > 1)
        {
            var parsed = terms.ConvertAll(Parse);
            return parsed.Contains(null) ? null : [.. parsed.SelectMany(selectors => selectors!)];
        }

        if (Wrapped().Match(text) is { Success: true } sum && ClosesAtEnd(text))
        {
            return Parse(text[sum.Length..^1]);
        }

        return Selector().IsMatch(text) ? [text] : null;
    }

    /// <summary>At the plus signs outside of braces, brackets and quotes.</summary>
    private static List<string> Split(string text)
    {
        var terms = new List<string>();
        var start = 0;
        foreach (var (at, letter, depth) in Unquoted(text))
        {
            if (letter == '+' && depth == 0)
            {
                terms.Add(text[start..at]);
                start = at + 1;
            }
        }

        return [.. terms, text[start..]];
    }

    /// <summary>Whether the first bracket is the one that the last letter closes.</summary>
    private static bool ClosesAtEnd(string text) =>
        Unquoted(text).FirstOrDefault(letter => letter is { Letter: ')', Depth: 0 }).At == text.Length - 1;

    private static IEnumerable<(int At, char Letter, int Depth)> Unquoted(string text)
    {
        var (depth, quote) = (0, '\0');
        for (var at = 0; at < text.Length; at++)
        {
            var letter = text[at];
            if (quote != '\0')
            {
                at += letter == '\\' && quote != '`' ? 1 : 0;
                quote = letter == quote ? '\0' : quote;
            }
            else if (letter is '"' or '\'' or '`')
            {
                quote = letter;
            }
            else
            {
                depth +=
                    letter is '{' or '(' ? 1
                    : letter is '}' or ')' ? -1
                    : 0;
                yield return (at, letter, depth);
            }
        }
    }

    [GeneratedRegex(@"^(sum\s*)?\(", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Wrapped();

    // A name with or without matchers, or matchers alone; strings may hold anything, and nothing may follow.
    [GeneratedRegex(
        $@"^([a-zA-Z_:][a-zA-Z0-9_:]*(\s*{Matchers})?|{Matchers})\z",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Selector();
}
