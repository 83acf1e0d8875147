using System.Text.Json.Nodes;
using Portal.Domain;
using Portal.Domain.Postmortems;
using Portal.Manifests;

namespace Portal.Postmortems;

internal static class PostmortemTemplateManifest
{
    public const string Kind = "PostmortemTemplate";

    public static readonly ManifestKind Definition = ManifestKind.Of<PostmortemTemplate>(Kind, rank: 80, Read, Write);

    private static PostmortemTemplate? Read(ManifestNode spec)
    {
        var before = spec.Errors.Count;
        var title = spec.Text("title");
        var sections = spec.Items("sections").Select(Section).ToList();
        if (sections.Count == 0)
        {
            spec.Refuse("sections", "A template needs at least one section: what should its readers learn?");
        }

        if (spec.Errors.Count > before)
        {
            return null;
        }

        try
        {
            return new PostmortemTemplate(title, [.. sections.OfType<TemplateSection>()]);
        }
        catch (DomainException refusal)
        {
            spec.Refuse("sections", refusal.Message);
            return null;
        }
    }

    private static TemplateSection? Section(ManifestNode node)
    {
        var title = node.Required("title", "what the section is called.");
        var prompt = node.Text("prompt") ?? "";
        var fill = node.Word<AutoFill>("autoFill") ?? AutoFill.None;
        node.Done();
        try
        {
            return string.IsNullOrWhiteSpace(title) ? null : new TemplateSection(title, prompt, fill);
        }
        catch (DomainException refusal)
        {
            node.Refuse("title", refusal.Message);
            return null;
        }
    }

    private static JsonObject Write(PostmortemTemplate template)
    {
        var spec = new JsonObject();
        if (template.Title is not null)
        {
            spec["title"] = template.Title;
        }

        spec["sections"] = new JsonArray([.. template.Sections.Select(Write)]);
        return spec;
    }

    private static JsonObject Write(TemplateSection section)
    {
        var node = new JsonObject { ["title"] = section.Title, ["prompt"] = section.Prompt };
        if (section.AutoFill is not AutoFill.None)
        {
            node["autoFill"] = Words.Of(section.AutoFill);
        }

        return node;
    }
}
