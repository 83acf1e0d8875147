using System.Text.Json.Nodes;
using Portal.Domain.Catalog;
using Portal.Manifests;

namespace Portal.Catalog;

internal static class RunbookManifest
{
    public const string Kind = "Runbook";

    public static readonly ManifestKind Definition = ManifestKind.Of<Runbook>(Kind, rank: 30, Read, Write);

    private static Runbook? Read(ManifestNode spec)
    {
        var runbook = new Runbook(spec.Text("markdown") ?? "", spec.Texts("steps"));
        if (runbook.Markdown.Length == 0 && runbook.Steps.Count == 0)
        {
            spec.Refuse("markdown", "A runbook needs a text or steps: what should somebody do at 3 AM?");
        }

        return runbook;
    }

    private static JsonObject Write(Runbook runbook) =>
        new()
        {
            ["markdown"] = runbook.Markdown,
            ["steps"] = new JsonArray([.. runbook.Steps.Select(step => JsonValue.Create(step))]),
        };
}
