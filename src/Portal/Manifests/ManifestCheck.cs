namespace Portal.Manifests;

/// <summary>Judges a document by itself, without the definitions that it names.</summary>
internal static class ManifestCheck
{
    public const string Valid = "valid";

    /// <summary>Definitions first: they take up what others of the file are there for.</summary>
    public static IReadOnlyList<ManifestResult> Alone(IReadOnlyList<ManifestDocument> documents, ManifestKinds kinds)
    {
        var guests = documents.Select(kinds.Guest).ToList();
        var turned = documents.Select((document, at) => guests[at]?.Turn(document, null) ?? document).ToList();
        foreach (var document in turned.Where(document => kinds.Guest(document) is null))
        {
            Read(document, kinds);
        }

        for (var at = 0; at < turned.Count; at++)
        {
            guests[at]?.TellWhenLeft(turned[at]);
        }

        return
        [
            .. turned.Select(document =>
                ManifestResult.Of(document, document.Errors.Count == 0 ? Valid : ManifestResult.Invalid)
            ),
        ];
    }

    private static void Read(ManifestDocument document, ManifestKinds kinds)
    {
        if (kinds.Find(document.Kind) is { } kind && kind.ApiVersion == document.ApiVersion)
        {
            document.Settle(kind.KeepsMetadata);
            kind.Read(document.Spec);
            document.Spec.Done();
        }
        else if (document.Errors.Count == 0)
        {
            document.Errors.Add(kinds.Refusal(document));
        }
    }
}
