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
    public static string Render(Postmortem postmortem, Wording words, string? incidentUrl = null)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# {MarkdownText.Plain(postmortem.Title)}\n\n");
        foreach (var line in Facts(postmortem, words, incidentUrl))
        {
            text.Append(CultureInfo.InvariantCulture, $"- {line}\n");
        }

        foreach (var section in postmortem.Sections)
        {
            var body = section.IsEmpty ? $"_{MarkdownText.Plain(section.Prompt)}_" : section.Text;
            text.Append(CultureInfo.InvariantCulture, $"\n## {MarkdownText.Plain(section.Title)}\n\n{body}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"\n## Action items\n\n{ActionItems(postmortem, words)}\n");
        return text.ToString();
    }

    private static IEnumerable<string> Facts(Postmortem postmortem, Wording words, string? incidentUrl)
    {
        yield return $"Incident: {MarkdownText.Link($"#{postmortem.Incident}", incidentUrl)}";
        if (postmortem.Service is { } service)
        {
            yield return $"Service: {service}{(postmortem.Team is { } team ? $", team {team}" : "")}";
        }

        yield return $"Author: {(postmortem.Author is { } author ? words.Name(author) : "nobody yet")}";
        yield return FormattableString.Invariant(
            $"State: {StateOf(postmortem, words)}; version {postmortem.Version}, saved {words.Moment(postmortem.UpdatedAt)} by {words.Name(postmortem.UpdatedBy)}"
        );
    }

    private static string StateOf(Postmortem postmortem, Wording words) =>
        postmortem.State switch
        {
            PostmortemState.Draft => "draft",
            PostmortemState.InReview =>
                $"in review since {Step(postmortem.SubmittedAt, postmortem.SubmittedBy, words)}",
            PostmortemState.Approved => $"approved {Step(postmortem.ApprovedAt, postmortem.ApprovedBy, words)}",
            PostmortemState.Published => $"published {Step(postmortem.PublishedAt, postmortem.PublishedBy, words)}",
        };

    private static string Step(Instant? at, string? by, Wording words) =>
        at is { } known ? $"{words.Moment(known)} by {words.Name(by ?? "")}" : "";

    private static string ActionItems(Postmortem postmortem, Wording words) =>
        postmortem.ActionItems.Count == 0
            ? "None."
            : MarkdownText.Table(
                Head,
                postmortem
                    .ActionItems.OrderBy(item => item.CreatedAt)
                    .ThenBy(item => item.What, StringComparer.Ordinal)
                    .Select(item => Row(item, words))
            );

    private static IReadOnlyList<string> Row(ActionItem item, Wording words) =>
        [
            MarkdownText.Plain(item.What),
            item.Type.ToString().ToLowerInvariant(),
            item.Owner is { } owner ? words.Name(owner) : "–",
            item.Due is { } due ? LocalDatePattern.Iso.Format(due) : "–",
            item.Ticket is { } ticket
                ? MarkdownText.Link(ticket, ticket.Contains("://", StringComparison.Ordinal) ? ticket : null)
                : "–",
            item.DoneAt is { } at ? LocalDatePattern.Iso.Format(words.Day(at)) : "open",
        ];
}
