using Portal.Data;
using Portal.Manifests;

namespace Portal.Slos.Import;

/// <summary>SLOs as other tools write them, as manifests of the portal. What has no counterpart is told and left out.</summary>
internal static class SloImport
{
    public const string OpenSlo = "openslo";

    /// <summary>Each reads a text into the draft and returns what is told of it.</summary>
    private static readonly Dictionary<string, Func<string, ImportDraft, IEnumerable<ManifestError>>> Formats = new(
        StringComparer.Ordinal
    )
    {
        ["sloth"] = (text, draft) => Foreign(text, new SlothImport(draft).Read),
        ["pyrra"] = (text, draft) => Foreign(text, new PyrraImport(draft).Read),
        [OpenSlo] = (text, draft) => new OpenSloImport(draft).Read(text),
    };

    /// <exception cref="InvalidInputException">It is no file of that format, or nothing in it can be taken.</exception>
    public static ImportedSlos Read(string format, string text, ImportOptions options)
    {
        var mistakes = Mistakes(format, options)
            .ToDictionary(mistake => mistake.Field, mistake => new[] { mistake.Message }, StringComparer.Ordinal);
        if (mistakes.Count > 0)
        {
            throw new InvalidInputException(mistakes);
        }

        var draft = new ImportDraft(options);
        ManifestError[] warnings = [.. Formats[format](text, draft).Distinct().OrderBy(warning => warning.Line)];
        if (draft.IsEmpty)
        {
            var reasons = string.Join(' ', warnings.Select(warning => $"Line {warning.Line}: {warning.Message}"));
            throw new InvalidInputException("body", $"No SLO in it can be taken. {reasons}".TrimEnd());
        }

        return new ImportedSlos(draft.Yaml, warnings);
    }

    private static IEnumerable<ManifestError> Foreign(string text, Action<ManifestNode> read)
    {
        var documents = ManifestReader.Foreign(text).ToList();
        documents.ForEach(read);
        return documents.SelectMany(document => document.Errors.Concat(document.Warnings));
    }

    private static IEnumerable<(string Field, string Message)> Mistakes(string format, ImportOptions options)
    {
        if (!Formats.ContainsKey(format))
        {
            var what = format.Length == 0 ? "format is missing" : $"{Shown.Short(format)} is not read";
            yield return ("format", $"{what}: use one of {string.Join(", ", Formats.Keys)}.");
        }

        if (options.Backend.Length == 0 && format != OpenSlo)
        {
            yield return ("backend", "backend is missing: name the Backend that answers the queries.");
        }

        foreach (
            var (field, name) in new[]
            {
                ("backend", options.Backend),
                ("service", options.Service ?? ""),
                ("team", options.Team ?? ""),
            }
        )
        {
            if (name.Length > 0 && !DefinitionName.IsValid(name))
            {
                yield return (
                    field,
                    $"{Shown.Short(name)} is not a name: use 1 to 63 lower-case letters, digits and dashes, beginning and ending with a letter or digit."
                );
            }
        }
    }
}

/// <param name="Manifests">YAML, to be applied as it is or changed before.</param>
/// <param name="Warnings">What has no counterpart, with its line in what was imported.</param>
internal sealed record ImportedSlos(string Manifests, IReadOnlyList<ManifestError> Warnings);
