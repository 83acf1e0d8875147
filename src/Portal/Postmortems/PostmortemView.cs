using NodaTime;
using NodaTime.Text;
using Portal.Domain.Postmortems;
using Portal.Manifests;

namespace Portal.Postmortems;

/// <param name="Incident">Its number.</param>
/// <param name="Version">Of title and sections: to be sent back with an edit.</param>
internal sealed record PostmortemView(
    Guid Id,
    long Incident,
    string Title,
    string Template,
    PostmortemState State,
    string? Service,
    string? Team,
    string? Author,
    int Version,
    Instant CreatedAt,
    Instant UpdatedAt,
    string UpdatedBy,
    Instant? SubmittedAt,
    string? SubmittedBy,
    Instant? ApprovedAt,
    string? ApprovedBy,
    Instant? PublishedAt,
    string? PublishedBy,
    IReadOnlyList<SectionView> Sections,
    IReadOnlyList<ActionItemView> ActionItems,
    IReadOnlyList<CommentView> Comments,
    IReadOnlyList<HistoryView> History
)
{
    /// <param name="today">The day by which action items are late.</param>
    public static PostmortemView Of(Postmortem postmortem, LocalDate today) =>
        new(
            postmortem.Id,
            postmortem.Incident,
            postmortem.Title,
            postmortem.Template,
            postmortem.State,
            postmortem.Service,
            postmortem.Team,
            postmortem.Author,
            postmortem.Version,
            postmortem.CreatedAt,
            postmortem.UpdatedAt,
            postmortem.UpdatedBy,
            postmortem.SubmittedAt,
            postmortem.SubmittedBy,
            postmortem.ApprovedAt,
            postmortem.ApprovedBy,
            postmortem.PublishedAt,
            postmortem.PublishedBy,
            [.. postmortem.Sections.Select(SectionView.Of)],
            [.. postmortem.ActionItems.Select(item => ActionItemView.Of(item, today))],
            [.. postmortem.Comments.Select(CommentView.Of)],
            [.. postmortem.History.Select(line => new HistoryView(line.At, line.By, line.What, line.Version))]
        );
}

/// <param name="Text">Markdown.</param>
/// <param name="AutoFill">What the portal fills it with.</param>
/// <param name="AutoFilled">Nobody has changed what the portal wrote.</param>
internal sealed record SectionView(string Title, string Prompt, string Text, string AutoFill, bool AutoFilled)
{
    public static SectionView Of(PostmortemSection section) =>
        new(section.Title, section.Prompt, section.Text, Words.Of(section.Source), section.AutoFilled);
}

/// <param name="Due">A day, 2026-11-20.</param>
internal sealed record ActionItemView(
    Guid Id,
    string What,
    ActionType Type,
    string? Owner,
    string? Due,
    string? Ticket,
    bool Done,
    Instant? DoneAt,
    string? DoneBy,
    Instant? ReopenedAt,
    bool Overdue
)
{
    public static ActionItemView Of(ActionItem item, LocalDate today) =>
        new(
            item.Id,
            item.What,
            item.Type,
            item.Owner,
            item.Due is { } due ? LocalDatePattern.Iso.Format(due) : null,
            item.Ticket,
            item.IsDone,
            item.DoneAt,
            item.DoneBy,
            item.ReopenedAt,
            item.IsOverdue(today)
        );
}

internal sealed record CommentView(
    Guid Id,
    string? Section,
    string Author,
    string Text,
    Instant At,
    Instant? SettledAt,
    string? SettledBy
)
{
    public static CommentView Of(PostmortemComment comment) =>
        new(
            comment.Id,
            comment.Section,
            comment.Author,
            comment.Text,
            comment.At,
            comment.SettledAt,
            comment.SettledBy
        );
}

internal sealed record HistoryView(Instant At, string By, string What, int Version);

internal sealed record PostmortemPage(IReadOnlyList<PostmortemSummary> Items, string? Next);

internal sealed record TemplatePage(IReadOnlyList<TemplateView> Items, string? Next);

internal sealed record TemplateView(
    string Name,
    string Title,
    bool BuiltIn,
    IReadOnlyList<TemplateSectionView> Sections
)
{
    public static TemplateView Of(NamedTemplate one) =>
        new(
            one.Name,
            one.Title,
            one.IsBuiltIn,
            [
                .. one.Template.Sections.Select(section => new TemplateSectionView(
                    section.Title,
                    section.Prompt,
                    Words.Of(section.AutoFill)
                )),
            ]
        );
}

internal sealed record TemplateSectionView(string Title, string Prompt, string AutoFill);
