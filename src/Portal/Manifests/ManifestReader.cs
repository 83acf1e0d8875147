using Portal.Data;
using Portal.Domain.Labels;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Portal.Manifests;

/// <summary>Splits a file, YAML or JSON, into documents and reads their heads.</summary>
internal static class ManifestReader
{
    private const int MostNodes = 50_000;
    private const int Deepest = 32;

    private static readonly Dictionary<string, string> None = [];

    /// <param name="otherwise">What fields are, by their names, where a document leaves them out; nothing where null.</param>
    public static IReadOnlyList<ManifestDocument> Read(
        string text,
        IReadOnlyDictionary<string, string>? otherwise = null
    )
    {
        var (roots, refusal) = Load(text);
        return refusal is null ? Together([.. roots.Select(Head)], otherwise ?? None) : [Broken(refusal)];
    }

    /// <summary>Documents of other tools, without a head that the portal knows.</summary>
    /// <exception cref="InvalidInputException">It is no YAML of mappings.</exception>
    public static IReadOnlyList<ManifestNode> Foreign(string text)
    {
        var (roots, refusal) = Load(text);
        if (refusal is null && roots.FirstOrDefault(root => root is not YamlMappingNode) is { } other)
        {
            refusal = new(
                (int)other.Start.Line,
                "",
                "A document begins with its fields, as in version: prometheus/v1."
            );
        }

        return refusal is null
            ? [.. roots.Select(root => new ManifestNode((YamlMappingNode)root, "", new ManifestFindings()))]
            : throw new InvalidInputException("body", $"Line {refusal.Line}: {refusal.Message}");
    }

    /// <summary>A spec as the database or a page has it: JSON, without a head.</summary>
    public static ManifestNode Spec(string json)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(JsonBreaks.Escaped(json)));
        if (stream.Documents[0].RootNode is YamlMappingNode root)
        {
            return new ManifestNode(root, "spec", new ManifestFindings());
        }

        var node = new ManifestNode(new YamlMappingNode(), "", new ManifestFindings());
        node.Refuse("spec", "spec is not an object of fields.");
        return node;
    }

    private static (IReadOnlyList<YamlNode> Roots, ManifestError? Refusal) Load(string text)
    {
        if (text.IndexOf('\0', StringComparison.Ordinal) is var nul and >= 0)
        {
            // To the parser it is the end, and what follows would be dropped in silence.
            var line = text.AsSpan(0, nul).Count('\n') + 1;
            return ([], new(line, "", "The file holds a NUL character, which cannot be kept: leave it out."));
        }

        try
        {
            text = JsonBreaks.Escaped(text);
            if (FirstRefusal(text) is { } refusal)
            {
                return ([], refusal);
            }

            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            var roots = stream
                .Documents.Select(document => document.RootNode)
                .Where(root => root is not YamlScalarNode { Value: null or "" })
                .SelectMany(root => root is YamlSequenceNode list ? list.Children : [root]);
            return ([.. roots], null);
        }
        catch (YamlException broken)
        {
            return ([], new((int)broken.Start.Line, "", $"This is not valid YAML: {Reason(broken)}"));
        }
    }

    private static IReadOnlyList<ManifestDocument> Together(
        IReadOnlyList<ManifestDocument> documents,
        IReadOnlyDictionary<string, string> otherwise
    )
    {
        var file = new ManifestFile(documents) { Otherwise = otherwise };
        foreach (var document in documents)
        {
            document.Spec.StandsIn(file);
        }

        return documents;
    }

    private static ManifestDocument Head(YamlNode node)
    {
        var findings = new ManifestFindings();
        if (node is not YamlMappingNode mapping)
        {
            return Broken(new((int)node.Start.Line, "", "A manifest begins with apiVersion, kind, metadata and spec."));
        }

        var head = new ManifestNode(mapping, "", findings);
        var apiVersion = head.Required("apiVersion", "write portal/v1 or openslo/v1.");
        var kind = head.Required("kind", "write the kind, for example AlertRule.");
        var metadata = head.Child("metadata");
        var spec = head.Child("spec");
        head.Done();
        var (name, labels, annotations) = metadata is null ? ("", LabelSet.Empty, None) : Metadata(metadata);
        var misnamed = metadata is null ? null : Misnamed(metadata, name);
        if (metadata is null)
        {
            head.Refuse("metadata", "metadata is missing: give the definition a name there.");
        }

        if (spec is null)
        {
            head.Refuse("spec", "spec is missing: it says what the definition is.");
        }

        var empty = new ManifestNode([], "spec", findings);
        return new(apiVersion, kind, name, labels, spec ?? empty, (int)node.Start.Line)
        {
            Annotations = annotations,
            Metadata = metadata,
            Misnamed = misnamed,
        };
    }

    private static (string Name, LabelSet Labels, IReadOnlyDictionary<string, string> Annotations) Metadata(
        ManifestNode metadata
    )
    {
        var name = metadata.Required("name", "use lower-case letters, digits and dashes.");
        var labels = metadata.Labels("labels");
        var annotations = metadata.Map("annotations");
        metadata.Text("displayName");
        metadata.Done();
        return (name, LabelSet.From(labels), annotations);
    }

    private static ManifestError? Misnamed(ManifestNode metadata, string name)
    {
        if (name.Length == 0 || DefinitionName.IsValid(name))
        {
            return null;
        }

        metadata.Refuse(
            "name",
            $"{name} is not a name: use 1 to 63 lower-case letters, digits and dashes, beginning and ending with a letter or digit."
        );
        return metadata.Errors[^1];
    }

    /// <summary>Aliases can make a small file endless; depth and number of nodes are bounded before anything is built.</summary>
    private static ManifestError? FirstRefusal(string text)
    {
        var parser = new Parser(new StringReader(text));
        var (depth, nodes) = (0, 0);
        while (parser.MoveNext())
        {
            var at = (int)(parser.Current?.Start.Line ?? 0);
            switch (parser.Current)
            {
                case AnchorAlias:
                    return new(at, "", "Aliases (*name) are not taken here: write the value out.");
                case NodeEvent { Anchor.IsEmpty: false }:
                    return new(at, "", "Anchors (&name) are not taken here: write the value out.");
                case NodeEvent { Tag: { IsEmpty: false } tag } when !IsPlain(tag):
                    return new(at, "", $"Tags ({Shown.Short(tag.ToString())}) are not taken here: leave it out.");
                case MappingStart or SequenceStart when ++depth > Deepest:
                    return new(at, "", $"Nested more than {Deepest} levels deep.");
                case MappingEnd or SequenceEnd:
                    depth--;
                    break;
            }

            if (++nodes > MostNodes)
            {
                return new(at, "", $"More than {MostNodes:N0} nodes: split the file.");
            }
        }

        return null;
    }

    /// <summary>The tags that say what a value is anyway; <c>!</c> alone means a text.</summary>
    private static bool IsPlain(TagName tag) =>
        tag.IsNonSpecific
        || tag.Value
            is "tag:yaml.org,2002:str"
                or "tag:yaml.org,2002:int"
                or "tag:yaml.org,2002:float"
                or "tag:yaml.org,2002:bool"
                or "tag:yaml.org,2002:null"
                or "tag:yaml.org,2002:map"
                or "tag:yaml.org,2002:seq";

    private static ManifestDocument Broken(ManifestError error)
    {
        var findings = new ManifestFindings();
        findings.Errors.Add(error);
        return new("", "", "", LabelSet.Empty, new ManifestNode([], "spec", findings), error.Line);
    }

    private static string Reason(YamlException broken) => (broken.InnerException ?? broken).Message;
}
