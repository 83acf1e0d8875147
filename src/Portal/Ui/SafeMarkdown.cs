using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Portal.Ui;

/// <summary>Markdown of people, rendered for other people: HTML in it is text, and links lead only to the web and to mail.</summary>
internal static class SafeMarkdown
{
    /// <summary>A heading of a text stands below the headings of its page.</summary>
    private const int FirstHeading = 3;

    private static readonly string[] Schemes = ["http", "https", "mailto"];

    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .DisableHtml()
        .UsePipeTables()
        .UseTaskLists()
        .UseAutoLinks()
        .UseEmphasisExtras()
        .Build();

    public static string ToHtml(string text)
    {
        var document = Markdig.Markdown.Parse(text, Pipeline);
        Place(document.Descendants<HeadingBlock>().ToList());
        foreach (var link in document.Descendants<LinkInline>().ToList())
        {
            if (link.IsImage || !IsAllowed(link.Url))
            {
                Flatten(link);
            }
        }

        foreach (var link in document.Descendants<AutolinkInline>().ToList())
        {
            if (!link.IsEmail && !IsAllowed(link.Url))
            {
                link.ReplaceBy(new LiteralInline(link.Url));
            }
        }

        return document.ToHtml(Pipeline);
    }

    /// <summary>The largest becomes the first below the page's, and no level is left out: people jump by them.</summary>
    private static void Place(IReadOnlyList<HeadingBlock> headings)
    {
        var largest = headings.Select(heading => heading.Level).DefaultIfEmpty().Min();
        var before = FirstHeading - 1;
        foreach (var heading in headings)
        {
            heading.Level = Math.Min(Math.Min(heading.Level - largest + FirstHeading, before + 1), 6);
            before = heading.Level;
        }
    }

    /// <summary>Addresses within the portal, and the three schemes. Control characters hide schemes, so they are refused.</summary>
    private static bool IsAllowed(string? url) =>
        url is { Length: > 0 }
        && !url.Any(char.IsControl)
        && (
            url is ['/', not ('/' or '\\'), ..] or "/" or ['#', ..]
            || (
                Uri.TryCreate(url, UriKind.Absolute, out var address)
                && Schemes.Contains(address.Scheme, StringComparer.Ordinal)
                && !url.StartsWith('/')
            )
        );

    /// <summary>The words of a link stay; an image, which would be fetched from elsewhere, becomes its description.</summary>
    private static void Flatten(LinkInline link)
    {
        while (link.FirstChild is { } child)
        {
            child.Remove();
            link.InsertBefore(child);
        }

        link.Remove();
    }
}
