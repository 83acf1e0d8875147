using Markdig;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Portal.Incidents;

/// <summary>Runbooks as HTML: no markup of their own, no pictures, and links only to where a browser may safely go.</summary>
internal static class RunbookMarkdown
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .DisableHtml()
        .UseAutoLinks()
        .UsePipeTables()
        .Build();

    /// <param name="inline">A step: without the paragraph around it.</param>
    public static string Html(string markdown, bool inline = false)
    {
        var document = Markdown.Parse(markdown, Pipeline);
        foreach (var link in document.Descendants<LinkInline>().ToList())
        {
            link.IsImage = false;
            link.Url = IsSafe(link.Url) ? link.Url : "#";
            Dress(link);
        }

        foreach (var link in document.Descendants<AutolinkInline>().Where(link => !link.IsEmail).ToList())
        {
            link.Url = IsSafe(link.Url) ? link.Url : "#";
            Dress(link);
        }

        using var text = new StringWriter();
        var html = new HtmlRenderer(text) { ImplicitParagraph = inline };
        Pipeline.Setup(html);
        html.Render(document);
        return text.ToString();
    }

    /// <summary>What is written as code in a step, which somebody will want to copy.</summary>
    public static string? CodeOf(string step) =>
        Markdown.Parse(step, Pipeline).Descendants<CodeInline>().FirstOrDefault()?.Content;

    private static void Dress(Inline link)
    {
        link.GetAttributes().AddClass("link");
        link.GetAttributes().AddProperty("rel", "noreferrer");
    }

    private static bool IsSafe(string? url) =>
        url is ['/', not '/', ..]
        || (Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is ("http" or "https" or "mailto"));
}
