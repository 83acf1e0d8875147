namespace Portal.Data;

/// <summary>What somebody sent, said back to them: enough to recognise it, never all of a megabyte.</summary>
internal static class Shown
{
    private const int Value = 60;
    private const int Sentence = 500;

    public static string Short(string text) => Cut(text, Value);

    public static string Message(string text) => Cut(text, Sentence);

    /// <summary>Never between the halves of one character.</summary>
    private static string Cut(string text, int most) =>
        text.Length <= most ? text
        : char.IsHighSurrogate(text[most - 1]) ? text[..(most - 1)] + "…"
        : text[..most] + "…";
}
