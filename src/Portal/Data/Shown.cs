namespace Portal.Data;

/// <summary>What somebody sent, said back to them: enough to recognise it, never all of a megabyte.</summary>
internal static class Shown
{
    private const int Value = 60;
    private const int Head = 160;
    private const int Tail = 340;

    public static string Short(string text) => Cut(text, Value);

    /// <summary>Sentences begin with what was sent and end with what to write instead: the end stays.</summary>
    public static string Message(string text) =>
        text.Length <= Head + Tail
            ? text
            : Cut(text, Head) + (char.IsLowSurrogate(text[^Tail]) ? text[^(Tail - 1)..] : text[^Tail..]);

    /// <summary>Never between the halves of one character.</summary>
    private static string Cut(string text, int most) =>
        text.Length <= most ? text
        : char.IsHighSurrogate(text[most - 1]) ? text[..(most - 1)] + "…"
        : text[..most] + "…";
}
