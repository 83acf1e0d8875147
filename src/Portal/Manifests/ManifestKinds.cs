using Portal.Data;

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

    /// <exception cref="InvalidInputException">It is no kind; says which there are.</exception>
    public ManifestKind Get(string kind) =>
        Find(kind) ?? throw new InvalidInputException("kind", $"{Shown.Short(kind)} is no kind. Known: {Names}.");

    public ManifestKind? Find(string kind) => byName.GetValueOrDefault(kind);
}
