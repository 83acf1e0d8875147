using Portal.Manifests;

namespace Portal.Slos.OpenSlo;

/// <summary>Texts that OpenSLO has for the parts of an SLO and the portal only for the whole: taken, and told about.</summary>
internal static class Unkept
{
    public static void Description(ManifestNode spec) =>
        spec.Drop("description", "description is not kept here: put it into the description of the SLO.");

    public static void Metadata(ManifestNode metadata)
    {
        metadata.Drop("displayName", "displayName is not kept here: pages show the name.");
        Labels(metadata);
        Annotations(metadata);
    }

    public static void Labels(ManifestNode metadata) =>
        metadata.Drop("labels", "labels are not kept here: put them into the metadata of the SLO.");

    public static void Annotations(ManifestNode? metadata) =>
        metadata?.Drop("annotations", "annotations are not kept here: put them into the metadata of the SLO.");
}
