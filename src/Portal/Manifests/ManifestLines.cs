using System.Globalization;

namespace Portal.Manifests;

/// <summary>Finds the line of a path such as <c>steps[1].notify[0].schedule</c>, as near as the document has it.</summary>
internal static class ManifestLines
{
    public static int Of(ManifestNode spec, string path)
    {
        var node = spec;
        var line = spec.Line;
        foreach (var step in path.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, index) = Split(step);
            line = node.LineOf(name) ?? line;
            var next = index is { } at ? node.Peek(name, at) : node.Peek(name);
            if (next is null)
            {
                return line;
            }

            (node, line) = (next, next.Line);
        }

        return line;
    }

    private static (string Name, int? Index) Split(string step)
    {
        var bracket = step.IndexOf('[', StringComparison.Ordinal);
        return bracket < 0
            ? (step, null)
            : (step[..bracket], int.Parse(step[(bracket + 1)..^1], CultureInfo.InvariantCulture));
    }
}
