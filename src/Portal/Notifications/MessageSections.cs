using System.Globalization;
using System.Net;
using System.Text;

namespace Portal.Notifications;

/// <summary>The tables of a message, as words and as HTML. Everything that came from outside is encoded.</summary>
internal static class MessageSections
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    /// <summary>A line for each row: its name, then what the head says of the other cells.</summary>
    public static void Plain(StringBuilder text, MessageSection section)
    {
        text.AppendLine(section.Title);
        foreach (var row in section.Rows)
        {
            var facts = row
                .Cells.Skip(1)
                .Select((cell, at) => cell.Length == 0 ? null : $"{section.Head[at].ToLowerInvariant()} {cell}")
                .OfType<string>()
                .ToList();
            text.AppendLine(Invariant, $"- {row.Cells[0]}{(facts.Count > 0 ? ": " : "")}{string.Join(", ", facts)}");
            if (row.Url is { } url)
            {
                text.AppendLine(Invariant, $"  {url}");
            }
        }

        text.AppendLine();
    }

    public static void Html(StringBuilder html, MessageSection section)
    {
        html.Append(Invariant, $"<h2 style=\"font-size:16px;margin:24px 0 8px\">{Encode(section.Title)}</h2>");
        html.Append("<table style=\"width:100%;font-size:14px;line-height:1.4;border-collapse:collapse\">");
        // A head over a sentence alone would name columns that are not there.
        if (section.Rows.Any(row => row.Cells.Count > 1))
        {
            AppendHead(html, section.Head);
        }

        foreach (var row in section.Rows)
        {
            AppendRow(html, row, section.Head.Count + 1);
        }

        html.Append("</table>");
    }

    private static void AppendHead(StringBuilder html, IReadOnlyList<string> head)
    {
        html.Append(Invariant, $"<tr><td style=\"{Cell}{Line}\"></td>");
        foreach (var words in head)
        {
            html.Append(
                Invariant,
                $"<th scope=\"col\" style=\"{Cell}{Line}font-size:12px;font-weight:400;opacity:.7\">{Encode(words)}</th>"
            );
        }

        html.Append("</tr>");
    }

    /// <param name="columns">Of the table: the last cell takes what is left of them.</param>
    private static void AppendRow(StringBuilder html, MessageRow row, int columns)
    {
        html.Append("<tr>");
        for (var at = 0; at < row.Cells.Count; at++)
        {
            var words = Encode(row.Cells[at]);
            var link = at == 0 && row.Url is { } url ? $"<a href=\"{Encode(url)}\">{words}</a>" : words;
            var span = at == row.Cells.Count - 1 && row.Cells.Count < columns ? columns - at : 1;
            html.Append(Invariant, $"<td colspan=\"{span}\" style=\"{Cell}{Line}\">{link}</td>");
        }

        html.Append("</tr>");
    }

    private const string Cell = "text-align:left;vertical-align:top;padding:6px 12px 6px 0;";

    // A grey that is seen on white and on black.
    private const string Line = "border-bottom:1px solid rgba(128,128,128,.3);";

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
