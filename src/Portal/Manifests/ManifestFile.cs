namespace Portal.Manifests;

/// <summary>The documents that came together, so that one can name another.</summary>
internal sealed class ManifestFile
{
    public static readonly ManifestFile None = new([]);

    private readonly Dictionary<(string ApiVersion, string Kind, string Name), ManifestDocument> documents = [];
    private readonly HashSet<ManifestDocument> taken = new(ReferenceEqualityComparer.Instance);

    public ManifestFile(IEnumerable<ManifestDocument> documents)
    {
        foreach (var document in documents)
        {
            // Of two with one name the first counts; the second is refused when the file is judged.
            this.documents.TryAdd((document.ApiVersion, document.Kind, document.Name), document);
        }
    }

    /// <summary>What fields are, by their names, where a document leaves them out.</summary>
    public IReadOnlyDictionary<string, string> Otherwise { get; init; } =
        new Dictionary<string, string>(StringComparer.Ordinal);

    public bool Has(string apiVersion, string kind, string name) => documents.ContainsKey((apiVersion, kind, name));

    /// <summary>A document that another one names; null where the file has none.</summary>
    public ManifestDocument? Take(string apiVersion, string kind, string name)
    {
        var found = documents.GetValueOrDefault((apiVersion, kind, name));
        if (found is not null)
        {
            taken.Add(found);
        }

        return found;
    }

    public bool IsTaken(ManifestDocument document) => taken.Contains(document);
}
