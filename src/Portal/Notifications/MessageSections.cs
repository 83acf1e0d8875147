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
        html.Append("<table style=\"font-size:14px;border-collapse:collapse\">");
        if (section.Head.Count > 0)
        {
            html.Append("<tr><th></th>");
            foreach (var head in section.Head)
            {
                html.Append(Invariant, $"<th style=\"{Cell}color:#666;font-weight:400\">{Encode(head)}</th>");
            }

            html.Append("</tr>");
        }

        foreach (var row in section.Rows)
        {
            html.Append("<tr>");
            for (var at = 0; at < row.Cells.Count; at++)
            {
                var words = Encode(row.Cells[at]);
                var link = at == 0 && row.Url is { } url ? $"<a href=\"{Encode(url)}\">{words}</a>" : words;
                html.Append(Invariant, $"<td style=\"{Cell}\">{link}</td>");
            }

            html.Append("</tr>");
        }

        html.Append("</table>");
    }

    private const string Cell = "text-align:left;vertical-align:top;padding:4px 16px 4px 0;";

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
