using Portal.Data;

namespace Portal.Manifests;

/// <summary>Judges a document by itself, without the definitions that it names.</summary>
internal static class ManifestCheck
{
    public const string Valid = "valid";

    public static ManifestResult Alone(ManifestDocument document, ManifestKinds kinds)
    {
        var kind = kinds.Find(document.Kind);
        if (document.Errors.Count == 0 && kind is null)
        {
            document.Errors.Add(
                new(document.Line, "kind", $"{Shown.Short(document.Kind)} is no kind. Known: {kinds.Names}.")
            );
        }
        else if (kind is not null)
        {
            kind.Read(document.Spec);
            document.Spec.Done();
        }

        var action = document.Errors.Count == 0 ? Valid : ManifestResult.Invalid;
        return new(document.Kind, document.Name, action, document.Errors);
    }
}
