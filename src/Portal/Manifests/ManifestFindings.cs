namespace Portal.Manifests;

/// <summary>What reading one document has found, and the file that it stands in.</summary>
internal sealed class ManifestFindings
{
    /// <summary>Why it cannot be taken.</summary>
    public List<ManifestError> Errors { get; } = [];

    /// <summary>What is taken, and yet not as it is written.</summary>
    public List<ManifestError> Warnings { get; } = [];

    public ManifestFile File { get; set; } = ManifestFile.None;
}
