using NodaTime.Text;
using Portal.Data;
using Portal.Domain.Postmortems;
using Portal.Manifests;

namespace Portal.Postmortems;

/// <param name="Version">The one that was read; the header If-Match serves as well.</param>
/// <param name="Title">Left out, it stays.</param>
/// <param name="Sections">By title; those left out stay, new ones come last.</param>
internal sealed record EditPostmortem(int? Version, string? Title, IReadOnlyList<EditSection>? Sections)
{
    /// <param name="ifMatch">The header, as in <c>"4"</c>.</param>
    public int VersionOr(string? ifMatch) =>
        Version
        ?? (
            int.TryParse(ifMatch?.Trim('"', ' '), System.Globalization.CultureInfo.InvariantCulture, out var version)
                ? version
                : throw new InvalidInputException("version", "Send the version that you read, so that no text is lost.")
        );

    public IReadOnlyList<SectionText> Texts() =>
        [.. (Sections ?? []).Select((section, index) => section.Checked($"sections[{index}].title"))];
}

internal sealed record EditSection(string? Title, string? Text, string? Prompt)
{
    public SectionText Checked(string field) =>
        string.IsNullOrWhiteSpace(Title)
            ? throw new InvalidInputException(field, "Name the section by its title.")
            : new(Title, Text ?? "", Prompt);
}

/// <param name="Section">The title of a section; null for the whole.</param>
internal sealed record AddComment(string? Section, string? Text);

/// <param name="Type">prevent, mitigate, detect, process or other.</param>
/// <param name="Due">A day, 2026-11-20.</param>
/// <param name="Done">Left out, it stays.</param>
internal sealed record SetActionItem(string? What, string? Type, string? Owner, string? Due, string? Ticket, bool? Done)
{
    public ActionPromise Promise() =>
        new(
            What ?? "",
            Type is null ? ActionType.Prevent
                : Words.TryParse<ActionType>(Type, out var type) ? type
                : throw new InvalidInputException(
                    "type",
                    $"{Type} is no type: use prevent, mitigate, detect, process or other."
                ),
            Owner,
            string.IsNullOrWhiteSpace(Due) ? null
                : LocalDatePattern.Iso.Parse(Due) is { Success: true, Value: var day } ? day
                : throw new InvalidInputException("due", $"{Due} is no day: write it as 2026-11-20."),
            Ticket
        );
}

/// <param name="State">draft, inReview, approved or published.</param>
/// <param name="Q">Words of the title.</param>
/// <param name="After">The incident of the last one of the page before.</param>
internal sealed record PostmortemQuery(
    string? State = null,
    string? Team = null,
    string? Service = null,
    bool Overdue = false,
    string? Q = null,
    long? After = null,
    int Limit = 50
)
{
    public PostmortemFilter Filter()
    {
        PostmortemState? state = null;
        if (State is not null)
        {
            state = Words.TryParse<PostmortemState>(State, out var word)
                ? word
                : throw new InvalidInputException(
                    "state",
                    $"{State} is no state: use draft, inReview, approved or published."
                );
        }

        return new(state, Team, Service, Overdue, Q, After, Math.Clamp(Limit, 1, 200));
    }
}
