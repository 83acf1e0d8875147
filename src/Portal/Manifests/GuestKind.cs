namespace Portal.Manifests;

/// <summary>
/// A kind of document that is not kept under its own name: definitions of the same file take it up, or it is turned into
/// one.
/// </summary>
internal sealed record GuestKind
{
    public required string ApiVersion { get; init; }

    public required string Kind { get; init; }

    /// <summary>Its displayName and annotations are for those that take it up, who tell of what they do not keep.</summary>
    public bool KeepsMetadata { get; init; }

    /// <summary>What is told when no definition of the file has taken it up; null for what is turned into one.</summary>
    public string? WhenLeft { get; init; }

    /// <summary>
    /// The definition it becomes; null where it becomes none, with errors and warnings in the document. Without definitions
    /// to look at, it is judged alone.
    /// </summary>
    public Func<ManifestDocument, IDefinitions?, ManifestDocument?> Turn { get; init; } = (_, _) => null;

    /// <summary>Tells what of it is not kept, once definitions have taken up what they name.</summary>
    public void TellWhenLeft(ManifestDocument document)
    {
        if (!KeepsMetadata)
        {
            document.Settle(keepsMetadata: false);
        }

        if (WhenLeft is { } sentence && !document.Spec.File.IsTaken(document))
        {
            document.Warnings.Add(new(document.Line, "kind", sentence));
        }
    }
}
