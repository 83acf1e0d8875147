namespace Portal.Domain.Postmortems;

/// <summary>Sections as they are after somebody wrote, or after the incident changed.</summary>
internal static class SectionEdits
{
    /// <summary>Texts go to the section of their title; a new title is a new section at the end.</summary>
    public static IReadOnlyList<PostmortemSection> Apply(
        IReadOnlyList<PostmortemSection> sections,
        IReadOnlyList<SectionText> texts
    )
    {
        var edited = sections.ToList();
        foreach (var text in texts)
        {
            var at = edited.FindIndex(one => one.Title.Equals(text.Title, StringComparison.OrdinalIgnoreCase));
            if (at >= 0)
            {
                edited[at] = edited[at].With(text.Text);
                continue;
            }

            var added = new TemplateSection(text.Title, text.Prompt ?? "");
            edited.Add(new(added.Title, added.Prompt, text.Text.TrimEnd(), AutoFill.None, false));
        }

        return edited.Sum(section => section.Text.Length) <= Postmortem.LongestText
            ? edited
            : throw new DomainException("A postmortem has at most 200,000 characters: link to the rest.");
    }

    /// <summary>What the portal wrote and nobody has touched, as it would be written now.</summary>
    public static IReadOnlyList<PostmortemSection> Refresh(
        IReadOnlyList<PostmortemSection> sections,
        IReadOnlyList<PostmortemSection> filled
    ) =>
        [
            .. sections.Select(section =>
                section.AutoFilled
                    ? filled.FirstOrDefault(one => one.Title == section.Title && one.Source == section.Source)
                        ?? section
                    : section
            ),
        ];
}
