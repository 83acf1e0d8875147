namespace Portal.Domain.Postmortems;

/// <summary>One part of a postmortem, in Markdown.</summary>
/// <param name="Title">Unique in its postmortem.</param>
/// <param name="Prompt">What the writer should answer.</param>
/// <param name="Source">What the portal fills it with.</param>
/// <param name="AutoFilled">The text is the portal's, and nobody has changed it.</param>
public sealed record PostmortemSection(string Title, string Prompt, string Text, AutoFill Source, bool AutoFilled)
{
    public bool IsEmpty => string.IsNullOrWhiteSpace(Text);

    /// <summary>With the text of a writer; the same text again leaves it the portal's.</summary>
    public PostmortemSection With(string text)
    {
        var written = text.ReplaceLineEndings("\n").TrimEnd();
        return written == Text ? this : this with { Text = written, AutoFilled = false };
    }
}

/// <summary>What a writer puts into one section.</summary>
/// <param name="Prompt">For a section that is new; others keep theirs.</param>
public sealed record SectionText(string Title, string Text, string? Prompt = null);
