using Portal.Manifests;

namespace Portal.Shell.CommandLine;

/// <summary>Several files as one text, since they are applied all or none; remembers which line came from which.</summary>
internal sealed class ManifestFiles
{
    private const string Between = "\n---\n";

    private readonly List<(string Name, int FirstLine)> files = [];

    private ManifestFiles(string text) => Text = text;

    public string Text { get; private set; }

    /// <param name="names">Paths; <c>-</c> is standard input.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public static async Task<ManifestFiles> ReadAsync(IEnumerable<string> names, CancellationToken cancellationToken)
    {
        var read = new ManifestFiles("");
        foreach (var name in names)
        {
            var text =
                name == "-"
                    ? await Console.In.ReadToEndAsync(cancellationToken)
                    : await File.ReadAllTextAsync(name, cancellationToken);
            read.Text += read.files.Count == 0 ? "" : Between;
            read.files.Add((name, read.Text.AsSpan().Count('\n')));
            read.Text += text;
        }

        return read;
    }

    /// <returns>Where an error stands, with its line counted from the beginning of its own file.</returns>
    public (string File, int Line) Place(ManifestError error)
    {
        var (name, first) = files.LastOrDefault(file => file.FirstLine < error.Line, files[0]);
        return (name, error.Line == 0 ? 0 : error.Line - first);
    }
}
