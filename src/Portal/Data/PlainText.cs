namespace Portal.Data;

/// <summary>What may stand in any text: everything that the database keeps and JSON says, which is all but two things.</summary>
internal static class PlainText
{
    public const string LoneSurrogate =
        "The text holds half of a character (a lone surrogate): write the whole character or leave it out.";

    /// <returns>What is wrong and what to do; null for a text that can be kept as it is.</returns>
    public static string? Refusal(string text)
    {
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            return "The text holds a NUL character, which cannot be kept: leave it out.";
        }

        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
            {
                continue;
            }

            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
            {
                return LoneSurrogate;
            }

            i++;
        }

        return null;
    }
}
