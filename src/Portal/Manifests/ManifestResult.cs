using Portal.Data;

namespace Portal.Manifests;

/// <summary>What became of one document.</summary>
/// <param name="Action">created, updated, unchanged or invalid.</param>
/// <param name="Warnings">What is taken, and yet not as it is written; null where there is nothing to say.</param>
/// <param name="Version">The one that is in force afterwards, or would be; null when it is invalid.</param>
internal sealed record ManifestResult(
    string Kind,
    string Name,
    string Action,
    IReadOnlyList<ManifestError> Errors,
    int? Version = null,
    IReadOnlyList<ManifestError>? Warnings = null
)
{
    /// <summary>What reading a document has told, each thing once.</summary>
    public static ManifestResult Of(ManifestDocument document, string action, int? version = null) =>
        new(
            Shown.Message(document.Kind),
            Shown.Message(document.Name),
            action,
            [.. document.Errors.Distinct()],
            version,
            document.Warnings.Count > 0 ? [.. document.Warnings.Distinct().OrderBy(warning => warning.Line)] : null
        );

    public const string Created = "created";
    public const string Updated = "updated";
    public const string Unchanged = "unchanged";
    public const string Invalid = "invalid";
}

/// <param name="Applied">False for a trial, and when anything was invalid: then nothing was changed.</param>
internal sealed record ManifestResults(IReadOnlyList<ManifestResult> Results, bool Applied)
{
    public bool IsValid => Results.All(result => result.Action != ManifestResult.Invalid);

    /// <summary>For callers that have no other use for the errors than to show them by field.</summary>
    public void ThrowIfInvalid()
    {
        if (!IsValid)
        {
            throw new InvalidInputException(
                Results
                    .SelectMany(result => result.Errors)
                    .GroupBy(error => error.Path, error => error.Message, StringComparer.Ordinal)
                    .ToDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal)
            );
        }
    }
}
