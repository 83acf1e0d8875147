using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Portal.Manifests;

/// <summary>Writes definitions as the manifests that would make them; applying them again changes nothing.</summary>
internal sealed class ManifestExport(Definitions definitions, ManifestKinds kinds)
{
    /// <param name="kind">Null for all kinds.</param>
    /// <param name="name">Only the one with that name.</param>
    public string Yaml(string? kind, string? name = null) => Yaml(Entries(kind, name).Select(Manifest));

    /// <summary>Manifests as text, saved or not.</summary>
    public static string Yaml(params IEnumerable<JsonObject> manifests)
    {
        var documents = manifests.Select(manifest => new YamlDocument(Yaml((JsonNode)manifest))).ToArray();
        if (documents.Length == 0)
        {
            return "";
        }

        using var writer = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        new YamlStream(documents).Save(writer, assignAnchors: false);
        return writer.ToString().Replace("\n...\n", "\n", StringComparison.Ordinal);
    }

    public JsonArray Json(string? kind, string? name = null) => [.. Entries(kind, name).Select(Manifest)];

    private IEnumerable<DefinitionEntry> Entries(string? kind, string? name)
    {
        var known = kind is null ? null : kinds.Get(kind);
        return kinds
            .All.Where(one => known is null || one == known)
            .SelectMany(one =>
                definitions
                    .View.Entries.Where(entry => entry.Kind == one && (name is null || entry.Stored.Name == name))
                    .OrderBy(entry => entry.Stored.Name, StringComparer.Ordinal)
            );
    }

    private static JsonObject Manifest(DefinitionEntry entry) =>
        entry.Kind.Manifest(
            entry.Stored.Name,
            JsonNode.Parse(entry.Stored.Labels) as JsonObject,
            StoredSecrets.Masked(entry.Kind, entry.Kind.Write(entry.Spec))
        );

    private static YamlNode Yaml(JsonNode? node) =>
        node switch
        {
            JsonObject map => new YamlMappingNode(
                map.Select(field => KeyValuePair.Create<YamlNode, YamlNode>(field.Key, Yaml(field.Value)))
            ),
            JsonArray list => new YamlSequenceNode(list.Select(Yaml)),
            null => new YamlScalarNode("null") { Style = ScalarStyle.Plain },
            var value => Scalar(value),
        };

    /// <summary>Texts that would read as something else without quotes get them.</summary>
    private static YamlScalarNode Scalar(JsonNode value)
    {
        if (value.GetValueKind() is not JsonValueKind.String)
        {
            return new YamlScalarNode(value.ToJsonString()) { Style = ScalarStyle.Plain };
        }

        var text = value.GetValue<string>();
        return new YamlScalarNode(text)
        {
            Style =
                IsPlain(text) ? ScalarStyle.Any
                : IsBlock(text) ? ScalarStyle.Literal
                : ScalarStyle.DoubleQuoted,
        };
    }

    /// <summary>Short ordinary texts that nothing reads as anything else; what is in doubt is quoted.</summary>
    private static bool IsPlain(string text) =>
        text is not ("" or "true" or "false" or "null" or "~")
        && text.All(character => character is >= ' ' and <= '~')
        && text[0] != ' '
        && text[^1] != ' '
        && !decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    /// <summary>Several lines that a literal block keeps exactly as they are.</summary>
    private static bool IsBlock(string text) =>
        text.Contains('\n', StringComparison.Ordinal)
        && text.All(character => character is '\n' or (>= ' ' and <= '~') or (>= '\u00a1' and <= '\u024f'))
        && text[0] is not (' ' or '\n')
        && text[^1] is not ' '
        && !text.Contains(" \n", StringComparison.Ordinal)
        && !text.EndsWith("\n\n", StringComparison.Ordinal);
}
