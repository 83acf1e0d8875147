using System.Text.Json.Nodes;
using Portal.Domain;
using Portal.Domain.Teams;

namespace Portal.Manifests;

/// <summary>How one kind of definition is read from a manifest, checked, and written back.</summary>
/// <remarks>Each slice brings its own. The same reading serves manifests, pages, the API and the database.</remarks>
internal sealed class ManifestKind
{
    public const string DisplayName = "displayName";
    public const string Annotations = "annotations";

    private ManifestKind() { }

    public required string Kind { get; init; }

    public required string ApiVersion { get; init; }

    public required Type SpecType { get; init; }

    /// <summary>Kinds with a lower rank are exported first, so that what is named stands before what names it.</summary>
    public required int Rank { get; init; }

    /// <summary>The least role that may change it.</summary>
    public Role ChangedBy { get; init; } = Role.Lead;

    /// <summary>
    /// <c>metadata.displayName</c> and <c>metadata.annotations</c> are kept: as fields of the spec, whose reader and writer
    /// know them, and in files where they belong.
    /// </summary>
    public bool KeepsMetadata { get; init; }

    /// <summary>Where secrets stand in the spec, from its root: <c>auth.password</c>, <c>contactMethods[type=webhook].address</c>.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <returns>Null, with errors in the node, when it cannot be read.</returns>
    public required Func<ManifestNode, object?> Read { get; init; }

    public required Func<object, JsonObject> Write { get; init; }

    /// <summary>The definitions that it names.</summary>
    public required Func<object, IEnumerable<Reference>> References { get; init; }

    /// <summary>The team whose lead may change it; null for what belongs to none.</summary>
    public required Func<object, IDefinitions, string?> TeamOf { get; init; }

    /// <summary>What can only be judged beside the other definitions.</summary>
    public required Func<object, IDefinitions, IEnumerable<(string Path, string Message)>> Check { get; init; }

    public static ManifestKind Of<T>(
        string kind,
        int rank,
        Func<ManifestNode, T?> read,
        Func<T, JsonObject> write,
        Func<T, IEnumerable<Reference>>? references = null,
        Func<T, IDefinitions, string?>? teamOf = null,
        Func<T, IDefinitions, IEnumerable<(string Path, string Message)>>? check = null,
        Role changedBy = Role.Lead,
        IReadOnlyList<string>? secrets = null,
        string apiVersion = "portal/v1",
        bool keepsMetadata = false
    )
        where T : class =>
        new()
        {
            Kind = kind,
            ApiVersion = apiVersion,
            SpecType = typeof(T),
            Rank = rank,
            ChangedBy = changedBy,
            Secrets = secrets ?? [],
            KeepsMetadata = keepsMetadata,
            Read = node => Guarded(node, read),
            Write = spec => write((T)spec),
            References = spec => references?.Invoke((T)spec) ?? [],
            TeamOf = (spec, definitions) => teamOf?.Invoke((T)spec, definitions),
            Check = (spec, definitions) => check?.Invoke((T)spec, definitions) ?? [],
        };

    /// <summary>A definition of this kind as files have it.</summary>
    /// <param name="spec">As <see cref="Write"/> gave it; becomes part of the answer.</param>
    public JsonObject Manifest(string name, JsonObject? labels, JsonObject spec)
    {
        var metadata = new JsonObject { ["name"] = name };
        if (KeepsMetadata && spec.Remove(DisplayName, out var displayName))
        {
            metadata[DisplayName] = displayName;
        }

        if (labels is { Count: > 0 })
        {
            metadata["labels"] = labels;
        }

        if (KeepsMetadata && spec.Remove(Annotations, out var annotations))
        {
            metadata[Annotations] = annotations;
        }

        return new JsonObject
        {
            ["apiVersion"] = ApiVersion,
            ["kind"] = Kind,
            ["metadata"] = metadata,
            ["spec"] = spec,
        };
    }

    /// <summary>A rule of the domain that no field was asked about is still told in the document and not as a failure of the whole.</summary>
    private static T? Guarded<T>(ManifestNode node, Func<ManifestNode, T?> read)
        where T : class
    {
        try
        {
            return read(node);
        }
        catch (DomainException refusal)
        {
            node.Errors.Add(new(node.Line, node.Path, refusal.Message));
            return null;
        }
    }
}

/// <param name="Path">The field that names it, below <c>spec</c>.</param>
/// <param name="IsOwner">What names its owner says something of it alone, and is deleted with it.</param>
internal sealed record Reference(string Path, string Kind, string Name, bool IsOwner = false);
