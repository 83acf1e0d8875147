using System.Globalization;
using System.Text;
using NodaTime;
using NodaTime.Text;

namespace Portal.Domain.Postmortems;

/// <summary>The whole postmortem as one Markdown file, for wikis, tickets and archives.</summary>
public static class PostmortemMarkdown
{
    private static readonly string[] Head = ["What", "Type", "Owner", "Due", "Ticket", "Done"];

    /// <param name="incidentUrl">Where the incident is; null leaves the number without a link.</param>
    public static string Render(Postmortem postmortem, string? incidentUrl = null)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# {MarkdownText.Plain(postmortem.Title)}\n\n");
        foreach (var line in Facts(postmortem, incidentUrl))
        {
            text.Append(CultureInfo.InvariantCulture, $"- {line}\n");
        }

        foreach (var section in postmortem.Sections)
        {
            var body = section.IsEmpty ? $"_{MarkdownText.Plain(section.Prompt)}_" : section.Text;
            text.Append(CultureInfo.InvariantCulture, $"\n## {MarkdownText.Plain(section.Title)}\n\n{body}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"\n## Action items\n\n{ActionItems(postmortem)}\n");
        return text.ToString();
    }

    private static IEnumerable<string> Facts(Postmortem postmortem, string? incidentUrl)
    {
        yield return $"Incident: {MarkdownText.Link($"#{postmortem.Incident}", incidentUrl)}";
        if (postmortem.Service is { } service)
        {
            yield return $"Service: {service}{(postmortem.Team is { } team ? $", team {team}" : "")}";
        }

        yield return $"Author: {MarkdownText.Plain(postmortem.Author ?? "nobody yet")}";
        yield return FormattableString.Invariant(
            $"State: {StateOf(postmortem)}; version {postmortem.Version}, saved {MarkdownText.Utc(postmortem.UpdatedAt)} UTC by {MarkdownText.Plain(postmortem.UpdatedBy)}"
        );
    }

    private static string StateOf(Postmortem postmortem) =>
        postmortem.State switch
        {
            PostmortemState.Draft => "draft",
            PostmortemState.InReview => $"in review since {Step(postmortem.SubmittedAt, postmortem.SubmittedBy)}",
            PostmortemState.Approved => $"approved {Step(postmortem.ApprovedAt, postmortem.ApprovedBy)}",
            PostmortemState.Published => $"published {Step(postmortem.PublishedAt, postmortem.PublishedBy)}",
        };

    private static string Step(Instant? at, string? by) =>
        at is { } known ? $"{MarkdownText.Utc(known)} UTC by {MarkdownText.Plain(by ?? "")}" : "";

    private static string ActionItems(Postmortem postmortem) =>
        postmortem.ActionItems.Count == 0
            ? "None."
            : MarkdownText.Table(
                Head,
                postmortem
                    .ActionItems.OrderBy(item => item.CreatedAt)
                    .ThenBy(item => item.What, StringComparer.Ordinal)
                    .Select(Row)
            );

    private static IReadOnlyList<string> Row(ActionItem item) =>
        [
            MarkdownText.Plain(item.What),
            item.Type.ToString().ToLowerInvariant(),
            MarkdownText.Plain(item.Owner ?? "–"),
            item.Due is { } due ? LocalDatePattern.Iso.Format(due) : "–",
            item.Ticket is { } ticket
                ? MarkdownText.Link(ticket, ticket.Contains("://", StringComparison.Ordinal) ? ticket : null)
                : "–",
            item.DoneAt is { } at ? MarkdownText.Utc(at)[..10] : "open",
        ];
}
