using System.Text.Json.Nodes;
using Portal.Domain.Labels;

namespace Portal.Manifests;

/// <summary>A definition as a form holds it: maybe not valid yet, and judged by the same reading as files.</summary>
/// <param name="ExpectedVersion">The version that was opened; 0 for something new.</param>
internal sealed record DefinitionDraft(
    ManifestKind Kind,
    string Name,
    JsonObject Spec,
    LabelSet Labels,
    int ExpectedVersion
)
{
    public ManifestDocument ToDocument()
    {
        var node = ManifestReader.Spec(Spec.ToJsonString());
        var document = new ManifestDocument(Kind.ApiVersion, Kind.Kind, Name, Labels, node, 0, ExpectedVersion);
        if (!DefinitionName.IsValid(Name))
        {
            document.Errors.Add(
                new(
                    0,
                    "metadata.name",
                    "Use 1 to 63 lower-case letters, digits and dashes, beginning and ending with a letter or digit."
                )
            );
        }

        return document;
    }

    /// <summary>What the form would define, for a preview; null with errors while it is not valid.</summary>
    public static T? Read<T>(ManifestKind kind, JsonObject spec)
        where T : class
    {
        var node = ManifestReader.Spec(spec.ToJsonString());
        var read = kind.Read(node);
        return node.Errors.Count == 0 ? (T?)read : null;
    }
}
