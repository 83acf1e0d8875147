namespace Portal.Manifests;

/// <summary>All kinds that the slices brought.</summary>
internal sealed class ManifestKinds(IEnumerable<ManifestKind> kinds)
{
    private readonly Dictionary<string, ManifestKind> byName = kinds.ToDictionary(
        kind => kind.Kind,
        StringComparer.Ordinal
    );

    public IEnumerable<ManifestKind> All => byName.Values.OrderBy(kind => kind.Rank);

    public string Names => string.Join(", ", All.Select(kind => kind.Kind));

    public ManifestKind? Find(string kind) => byName.GetValueOrDefault(kind);
}
