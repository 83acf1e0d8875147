using System.Globalization;
using System.Net;
using System.Text;
using NodaTime.Text;

namespace Portal.Notifications;

/// <summary>A message as words. Everything that came from outside is encoded.</summary>
internal static class MessageText
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    public static string Plain(MessageContent content)
    {
        var text = new StringBuilder();
        text.AppendLine(content.Title).AppendLine();
        if (content.Text.Length > 0)
        {
            text.AppendLine(content.Text).AppendLine();
        }

        foreach (var (name, value) in Facts(content))
        {
            text.AppendLine(Invariant, $"{name}: {value}");
        }

        foreach (var section in content.Sections ?? [])
        {
            MessageSections.Plain(text, section);
        }

        if (content.AcknowledgeUrl is { } acknowledge)
        {
            text.AppendLine().AppendLine("Acknowledge (opens a page with one button):").AppendLine(acknowledge);
        }

        if (content.IncidentUrl is { } url)
        {
            text.AppendLine().AppendLine("Incident:").AppendLine(url);
        }

        return text.ToString();
    }

    public static string Html(MessageContent content)
    {
        var html = new StringBuilder(Head);
        html.Append(
            Invariant,
            $"<h1 style=\"font-size:20px;line-height:1.3;font-weight:600;margin:0 0 8px\">{Encode(content.Title)}</h1>"
        );
        if (content.Text.Length > 0)
        {
            html.Append(Invariant, $"<p>{Encode(content.Text)}</p>");
        }

        AppendFacts(html, content);
        foreach (var section in content.Sections ?? [])
        {
            MessageSections.Html(html, section);
        }

        if (content.AcknowledgeUrl is { } acknowledge)
        {
            html.Append(
                Invariant,
                $"<p style=\"margin:24px 0\"><a href=\"{Encode(acknowledge)}\" style=\"background:#5a4bd4;color:#fff;padding:14px 24px;border-radius:6px;text-decoration:none;font-weight:600\">Acknowledge</a></p>"
            );
        }

        if (content.IncidentUrl is { } url)
        {
            html.Append(Invariant, $"<p><a href=\"{Encode(url)}\">Open the incident</a></p>");
        }

        return html.Append("</div></body></html>").ToString();
    }

    // Readers that know dark colours take their own; muted words are those, thinner, and so legible on any ground.
    private const string Head =
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">"
        + "<meta name=\"color-scheme\" content=\"light dark\"></head><body>"
        + "<div style=\"max-width:640px;font-family:system-ui,sans-serif;font-size:16px;line-height:1.5\">";

    private static void AppendFacts(StringBuilder html, MessageContent content)
    {
        var facts = Facts(content).ToList();
        if (facts.Count == 0)
        {
            return;
        }

        html.Append("<table style=\"font-size:14px;border-spacing:0 4px\">");
        foreach (var (name, value) in facts)
        {
            html.Append(
                Invariant,
                $"<tr><td style=\"padding-right:16px;opacity:.7\">{Encode(name)}</td><td>{Encode(value)}</td></tr>"
            );
        }

        html.Append("</table>");
    }

    private static IEnumerable<(string Name, string Value)> Facts(MessageContent content)
    {
        var facts = new (string Name, string? Value)[]
        {
            ("Severity", content.Severity),
            ("Service", content.Service),
            ("Since", content.StartedAt is { } at ? $"{InstantPattern.General.Format(at)} (UTC)" : null),
            ("Runbook", content.Runbook),
        };
        return facts.Where(fact => fact.Value is not null).Select(fact => (fact.Name, fact.Value!));
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
