using Portal.Data;
using Portal.Domain.Postmortems;

namespace Portal.Postmortems;

/// <summary>Refuses texts that are too long by the field that they stand in, before anything is changed.</summary>
internal static class TextLimits
{
    /// <param name="title">Null keeps it.</param>
    public static void Check(Postmortem postmortem, string? title, IReadOnlyList<SectionText> texts)
    {
        if (title is not null && title.Trim().Length is 0 or > Postmortem.LongestTitle)
        {
            throw new InvalidInputException("title", $"A title has 1 to {Postmortem.LongestTitle} characters.");
        }

        foreach (var (text, index) in texts.Select((text, index) => (text, index)))
        {
            if (text.Title.Length > TemplateSection.LongestTitle)
            {
                throw new InvalidInputException(
                    $"sections[{index}].title",
                    $"The title of a section has at most {TemplateSection.LongestTitle} characters."
                );
            }

            if (text.Text.Length > Postmortem.LongestText)
            {
                throw TooLong($"sections[{index}].text");
            }
        }

        var kept = postmortem.Sections.Where(section =>
            !texts.Any(text => text.Title.Equals(section.Title, StringComparison.OrdinalIgnoreCase))
        );
        if (kept.Sum(section => section.Text.Length) + texts.Sum(text => text.Text.Length) > Postmortem.LongestText)
        {
            throw TooLong("sections");
        }
    }

    public static void CheckComment(string text)
    {
        if (text.Trim().Length is 0 or > PostmortemComment.Longest)
        {
            throw new InvalidInputException("text", $"A comment has 1 to {PostmortemComment.Longest:N0} characters.");
        }
    }

    private static InvalidInputException TooLong(string field) =>
        new(field, $"A postmortem has at most {Postmortem.LongestText:N0} characters: link to the rest.");
}
