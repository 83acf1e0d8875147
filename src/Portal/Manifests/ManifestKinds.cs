using Portal.Data;

namespace Portal.Manifests;

/// <summary>All kinds that the slices brought.</summary>
internal sealed class ManifestKinds(IEnumerable<ManifestKind> kinds, IEnumerable<GuestKind> guests)
{
    private readonly Dictionary<string, ManifestKind> byName = kinds.ToDictionary(
        kind => kind.Kind,
        StringComparer.Ordinal
    );

    private readonly IReadOnlyList<GuestKind> guests = [.. guests];

    public IEnumerable<ManifestKind> All => byName.Values.OrderBy(kind => kind.Rank);

    public string Names => string.Join(", ", All.Select(kind => kind.Kind));

    /// <exception cref="InvalidInputException">It is no kind; says which there are.</exception>
    public ManifestKind Get(string kind) =>
        Find(kind) ?? throw new InvalidInputException("kind", $"{Shown.Short(kind)} is no kind. Known: {Names}.");

    public ManifestKind? Find(string kind) => byName.GetValueOrDefault(kind);

    public GuestKind? Guest(ManifestDocument document) =>
        guests.FirstOrDefault(guest => guest.Kind == document.Kind && guest.ApiVersion == document.ApiVersion);

    /// <summary>Why a document is of no kind that is taken here.</summary>
    public ManifestError Refusal(ManifestDocument document)
    {
        var (kind, shown) = (document.Kind, Shown.Short(document.Kind));
        return
            (Find(kind)?.ApiVersion ?? guests.FirstOrDefault(guest => guest.Kind == kind)?.ApiVersion) is { } apiVersion
            ? new(
                document.Line,
                "apiVersion",
                $"{shown} needs apiVersion {apiVersion}, not {Shown.Short(document.ApiVersion)}."
            )
            : new(document.Line, "kind", $"{shown} is no kind. Known: {Names}.");
    }
}
