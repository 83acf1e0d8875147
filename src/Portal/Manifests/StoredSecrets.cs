using System.Text.Json.Nodes;
using Portal.Access;

namespace Portal.Manifests;

/// <summary>Secrets in specs: encrypted in the database, masked wherever they are shown, kept when the mask comes back.</summary>
internal static class StoredSecrets
{
    public const string Mask = "***";

    /// <summary>What stands where a secret was: its mask, or the secret in its encryption.</summary>
    public static bool Hides(string text) => text == Mask || SecretBox.IsClosed(text);

    /// <summary>Encrypts what is new and keeps what is masked or the same, so that applying an export changes nothing.</summary>
    public static JsonObject Close(ManifestKind kind, JsonObject spec, string? stored, SecretBox box, ManifestNode node)
    {
        var before = stored is null ? null : (JsonObject)JsonNode.Parse(stored)!;
        foreach (var path in kind.Secrets)
        {
            foreach (var secret in Find(spec, path).ToList())
            {
                var text = secret.Value.GetValue<string>();
                var was = before is null
                    ? null
                    : Find(before, path).FirstOrDefault(one => one.Owner == secret.Owner)?.Value.GetValue<string>();
                if (text == Mask && was is null)
                {
                    var message = $"{secret.Path} is masked and no earlier value is stored: write the secret itself.";
                    node.Errors.Add(new(ManifestLines.Of(node, secret.Path), $"spec.{secret.Path}", message));
                }

                var isSame = was is not null && (text == Mask || IsSame(box, was, text));
                secret.Value.ReplaceWith(isSame ? was! : box.Close(text));
            }
        }

        return spec;
    }

    public static JsonObject Masked(ManifestKind kind, JsonObject spec)
    {
        foreach (var secret in kind.Secrets.SelectMany(path => Find(spec, path)).ToList())
        {
            secret.Value.ReplaceWith(Mask);
        }

        return spec;
    }

    /// <summary>What cannot be opened any more is not the same: entering it again is what heals it.</summary>
    private static bool IsSame(SecretBox box, string was, string text)
    {
        try
        {
            return box.Open(was) == text;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <param name="spec">Where to look.</param>
    /// <param name="path">
    /// <c>auth.password</c>; or <c>contactMethods[type=webhook].address</c>, which stands in each entry of a list that has
    /// this type, and belongs to the entry of that name wherever it is moved.
    /// </param>
    private static IEnumerable<Secret> Find(JsonObject spec, string path)
    {
        if (path.Split('[', '=', ']') is not [var list, var filter, var wanted, var rest])
        {
            var node = path.Split('.').Aggregate((JsonNode?)spec, (node, name) => (node as JsonObject)?[name]);
            return node is JsonValue only ? [new("", path, only)] : [];
        }

        var field = rest.TrimStart('.');
        return (spec[list] as JsonArray ?? []).SelectMany(
            (item, index) =>
                item is JsonObject entry && entry[filter]?.ToString() == wanted && entry[field] is JsonValue value
                    ? [new Secret(entry["name"]?.ToString() ?? "", $"{list}[{index}].{field}", value)]
                    : Array.Empty<Secret>()
        );
    }

    /// <param name="Owner">The name of the entry of a list that it stands in; empty outside of lists.</param>
    /// <param name="Path">Where it stands, as errors say it.</param>
    private sealed record Secret(string Owner, string Path, JsonValue Value);
}
