using Portal.Data;

namespace Portal.Manifests;

/// <summary>What is wrong, or is not kept as it is written; where, and what to write instead.</summary>
/// <param name="Line">In the file, from 1; 0 where there is no file.</param>
/// <param name="Path">From the document's root: <c>spec.steps[1].after</c>.</param>
internal sealed record ManifestError(int Line, string Path, string Message)
{
    public string Path { get; } = Shown.Message(Path);

    public string Message { get; } = Shown.Message(Message);
}
