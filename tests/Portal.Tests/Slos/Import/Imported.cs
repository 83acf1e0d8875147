using Portal.Domain.Slos;
using Portal.Manifests;
using Portal.Slos;

namespace Portal.Tests.Slos.Import;

internal static class Imported
{
    /// <summary>The SLOs of a text of manifests, none of which may be wrong.</summary>
    public static IReadOnlyDictionary<string, Slo> Slos(string manifests) =>
        ManifestReader
            .Read(manifests)
            .Where(document => document.Kind == SloManifest.Kind)
            .ToDictionary(
                document => document.Name,
                document =>
                {
                    var slo = SloManifest.Definition.Read(document.Spec) as Slo;
                    document.Spec.Done();
                    Assert.True(slo is not null && document.Errors.Count == 0, string.Join("; ", document.Errors));
                    return slo;
                },
                StringComparer.Ordinal
            );
}
