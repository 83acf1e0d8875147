namespace Portal.Manifests;

/// <summary>
/// JSON is read as YAML, for its lines. Some characters that JSON keeps in a text are line breaks to YAML, which makes a blank
/// of them: written as escapes, they mean the same in both.
/// </summary>
internal static class JsonBreaks
{
    private static readonly char[] Breaks = ['\u0085', '\u2028', '\u2029', '\ufeff', '\u007f'];

    public static string Escaped(string text) =>
        text.AsSpan().TrimStart() is ['{' or '[', ..] && text.IndexOfAny(Breaks, 1) > 0
            ? Breaks.Aggregate(
                text,
                (escaped, one) => escaped.Replace(one.ToString(), $"\\u{(int)one:x4}", StringComparison.Ordinal)
            )
            : text;
}
