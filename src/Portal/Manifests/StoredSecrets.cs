using System.Text.Json.Nodes;
using Portal.Access;

namespace Portal.Manifests;

/// <summary>Secrets in specs: encrypted in the database, masked wherever they are shown, kept when the mask comes back.</summary>
internal static class StoredSecrets
{
    public const string Mask = "***";

    /// <summary>Encrypts what is new and keeps what is masked or the same, so that applying an export changes nothing.</summary>
    public static JsonObject Close(ManifestKind kind, JsonObject spec, string? stored, SecretBox box, ManifestNode node)
    {
        var before = stored is null ? null : JsonNode.Parse(stored);
        foreach (var path in kind.Secrets)
        {
            if (Find(spec, path) is not { } secret)
            {
                continue;
            }

            var text = secret.GetValue<string>();
            var was = before is null ? null : Find(before, path)?.GetValue<string>();
            if (text == Mask && was is null)
            {
                node.Refuse(path, $"{path} is masked and no earlier value is stored: write the secret itself.");
            }

            secret.ReplaceWith(was is not null && (text == Mask || box.Open(was) == text) ? was : box.Close(text));
        }

        return spec;
    }

    public static JsonObject Masked(ManifestKind kind, JsonObject spec)
    {
        foreach (var secret in kind.Secrets.Select(path => Find(spec, path)))
        {
            secret?.ReplaceWith(Mask);
        }

        return spec;
    }

    private static JsonValue? Find(JsonNode root, string path)
    {
        var node = path.Split('.').Aggregate((JsonNode?)root, (node, name) => (node as JsonObject)?[name]);
        return node as JsonValue;
    }
}
