using Portal.Domain.Labels;

namespace Portal.Manifests;

/// <summary>One document of a manifest file, its head read and its spec not yet.</summary>
/// <param name="Line">Where it begins, from 1.</param>
/// <param name="ExpectedVersion">The version that was edited: another one in force is a conflict. Null does not ask.</param>
internal sealed record ManifestDocument(
    string ApiVersion,
    string Kind,
    string Name,
    LabelSet Labels,
    ManifestNode Spec,
    int Line,
    int? ExpectedVersion = null
)
{
    public List<ManifestError> Errors => Spec.Errors;

    public List<ManifestError> Warnings => Spec.Warnings;

    /// <summary>Read for what can be known from them; only a kind with <see cref="ManifestKind.KeepsMetadata"/> keeps them.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; init; } =
        new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The part of the head that holds its name; null where it was not read from a file.</summary>
    public ManifestNode? Metadata { get; init; }

    /// <summary>Why its name cannot be that of a definition, which is among the errors; null where it can.</summary>
    public ManifestError? Misnamed { get; init; }

    /// <summary>Puts what its kind keeps of the metadata into the spec, and tells of what is not kept.</summary>
    public void Settle(bool keepsMetadata)
    {
        if (keepsMetadata)
        {
            Spec.TakeOver(Metadata, ManifestKind.DisplayName);
            Spec.TakeOver(Metadata, ManifestKind.Annotations);
            return;
        }

        Metadata?.Drop(ManifestKind.DisplayName, "displayName is not kept: pages show metadata.name.");
        Metadata?.Drop(
            ManifestKind.Annotations,
            "annotations are not kept: what others look for belongs in metadata.labels."
        );
    }

    /// <summary>A document made by a page or a job and not read from a file: it goes the same way through the same checks.</summary>
    public static ManifestDocument For(
        ManifestKind kind,
        string name,
        object spec,
        LabelSet? labels = null,
        int? expectedVersion = null
    )
    {
        var node = ManifestReader.Spec(kind.Write(spec).ToJsonString());
        var document = new ManifestDocument(
            kind.ApiVersion,
            kind.Kind,
            name,
            labels ?? LabelSet.Empty,
            node,
            0,
            expectedVersion
        );
        if (!DefinitionName.IsValid(name))
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
}
