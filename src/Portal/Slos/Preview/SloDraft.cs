using System.Text.Json;
using System.Text.Json.Nodes;
using Portal.Data;
using Portal.Domain.Labels;
using Portal.Domain.Slos;
using Portal.Manifests;

namespace Portal.Slos.Preview;

/// <summary>An SLO that is not saved, as a manifest document.</summary>
internal static class SloDraft
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <param name="body">A whole manifest in YAML or JSON; in JSON also <c>{ name, spec }</c> or the spec alone.</param>
    /// <remarks>Beside the SLO may stand what it names: an SLI, alert policies and their conditions.</remarks>
    /// <exception cref="InvalidInputException">It is not one SLO.</exception>
    public static ManifestDocument Read(string body)
    {
        var documents = ManifestReader.Read(Whole(body));
        var slos = documents.Where(document => document.Kind == SloManifest.Kind).ToList();
        return slos is [var slo] && documents.All(document => document.ApiVersion == SloManifest.ApiVersion) ? slo
            : documents is [{ Kind: SloManifest.Kind } document] ? document
            : documents is [{ Errors: [{ } error, ..] }]
                ? throw new InvalidInputException(error.Path.Length > 0 ? error.Path : "body", error.Message)
            : throw new InvalidInputException("body", "Send one SLO: apiVersion openslo/v1, kind SLO.");
    }

    public static ManifestDocument Of(string name, JsonObject spec, LabelSet? labels = null) =>
        ManifestReader.Read(Manifest(name, spec, labels).ToJsonString())[0];

    /// <summary>The SLO, as far as it can be read alone; its errors are the document's.</summary>
    public static Slo? Slo(ManifestDocument document)
    {
        document.Settle(SloManifest.Definition.KeepsMetadata);
        return SloManifest.Definition.Read(document.Spec) as Slo;
    }

    public static JsonObject Manifest(string name, JsonObject spec, LabelSet? labels = null) =>
        SloManifest.Definition.Manifest(
            name,
            new JsonObject(
                (labels ?? LabelSet.Empty).Select(label =>
                    KeyValuePair.Create(label.Name, (JsonNode?)JsonValue.Create(label.Value))
                )
            ),
            spec
        );

    private static string Whole(string body)
    {
        if (!body.TrimStart().StartsWith('{'))
        {
            return body;
        }

        try
        {
            if (JsonNode.Parse(body, documentOptions: Strict) is not JsonObject json || json.ContainsKey("kind"))
            {
                return body;
            }

            var spec = json["spec"] as JsonObject ?? json;
            var name = ((json["metadata"] as JsonObject)?["name"] ?? json["name"])?.ToString() ?? "unsaved";
            return Manifest(name, (JsonObject)spec.DeepClone()).ToJsonString();
        }
        catch (JsonException)
        {
            // The manifest reader says what is wrong, and in which line.
            return body;
        }
    }
}
