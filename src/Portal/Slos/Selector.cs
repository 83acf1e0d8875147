namespace Portal.Slos;

/// <summary>Puts together the selector of one metric: <c>name{label="value"}</c>.</summary>
internal static class Selector
{
    /// <summary>The metric's name; empty where there is none before the labels.</summary>
    public static string NameOf(string selector)
    {
        var end = selector.IndexOf('{', StringComparison.Ordinal);
        return (end < 0 ? selector : selector[..end]).Trim();
    }

    /// <summary>What stands between the braces; empty where there are none.</summary>
    public static string MatchersOf(string selector)
    {
        var inner = selector.Trim()[NameOf(selector).Length..].Trim();
        return inner.Length > 2 ? inner[1..^1].Trim().TrimEnd(',') : "";
    }

    public static string Of(string name, params IEnumerable<string?> matchers)
    {
        var all = string.Join(',', matchers.Where(matcher => !string.IsNullOrEmpty(matcher)));
        return all.Length > 0 ? $"{name}{{{all}}}" : name;
    }

    /// <summary>With one matcher more, in the place of another of the same label; without it where it is there already.</summary>
    public static string With(string selector, string matcher)
    {
        var label = LabelOf(matcher);
        var matchers = Split(MatchersOf(selector));
        var others = matchers.Where(one => LabelOf(one) != label);
        return matchers.Contains(matcher, StringComparer.Ordinal)
            ? Of(NameOf(selector), others)
            : Of(NameOf(selector), [.. others, matcher]);
    }

    /// <summary>Whether it has exactly this matcher.</summary>
    public static bool Has(string selector, string matcher) =>
        Split(MatchersOf(selector)).Contains(matcher, StringComparer.Ordinal);

    /// <summary>What a matcher lets through, kept out, and the other way round: <c>code!~"5.."</c> of <c>code=~"5.."</c>.</summary>
    public static string Not(string matcher)
    {
        var label = LabelOf(matcher);
        var rest = matcher[label.Length..];
        return label
            + (
                rest.StartsWith("!=", StringComparison.Ordinal) ? "=" + rest[2..]
                : rest.StartsWith("!~", StringComparison.Ordinal) ? "=~" + rest[2..]
                : rest.StartsWith("=~", StringComparison.Ordinal) ? "!~" + rest[2..]
                : "!=" + rest[1..]
            );
    }

    private static string LabelOf(string matcher) =>
        matcher.IndexOfAny(['=', '!']) is >= 0 and var end ? matcher[..end].Trim() : matcher;

    /// <summary>At the commas outside of quotes.</summary>
    private static List<string> Split(string matchers)
    {
        var parts = new List<string>();
        var (start, quote) = (0, '\0');
        for (var at = 0; at < matchers.Length; at++)
        {
            var letter = matchers[at];
            if (letter == '\\' && quote is '"' or '\'')
            {
                at++;
            }
            else if (quote != '\0')
            {
                quote = letter == quote ? '\0' : quote;
            }
            else if (letter is '"' or '\'' or '`')
            {
                quote = letter;
            }
            else if (letter == ',')
            {
                parts.Add(matchers[start..at].Trim());
                start = at + 1;
            }
        }

        parts.Add(matchers[start..].Trim());
        return [.. parts.Where(part => part.Length > 0)];
    }
}
