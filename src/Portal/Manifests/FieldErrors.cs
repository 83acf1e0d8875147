namespace Portal.Manifests;

/// <summary>What was refused, by the field of the form that it belongs to.</summary>
public sealed class FieldErrors
{
    public static readonly FieldErrors None = new([], null);

    private readonly List<(string Path, string Message)> errors;

    public FieldErrors(IEnumerable<(string Path, string Message)> errors)
        : this(errors, null) { }

    private FieldErrors(IEnumerable<(string Path, string Message)> errors, string? refusal)
    {
        this.errors = [.. errors];
        Refusal = refusal;
    }

    /// <summary>Why the whole was refused: somebody was faster, or it is not allowed.</summary>
    public string? Refusal { get; }

    /// <summary>Somebody else changed it since the form was opened.</summary>
    public bool IsConflict { get; private init; }

    public bool Any => errors.Count > 0 || Refusal is not null;

    public int Count => errors.Count;

    /// <summary>All that stands under one field; null when it is right.</summary>
    public string? this[string path] => Joined(errors.Where(error => error.Path == path));

    /// <summary>What is wrong with a field or with what lies below it: <c>spec.labels</c> with all of its labels.</summary>
    public string? Below(string path) => Joined(errors.Where(error => IsWithin(error.Path, path)));

    /// <summary>What no field of the form shows, so that it stands above the form and is not lost.</summary>
    public IReadOnlyList<string> Besides(params IReadOnlyCollection<string> shown) =>
        [.. Except(path => shown.Any(field => IsWithin(path, field)))];

    /// <summary>Below the field, for example <c>spec.layers[0].name</c>; null when nothing is wrong there.</summary>
    public string? At(string path) => errors.FirstOrDefault(error => error.Path == path).Message;

    /// <summary>What belongs to none of the fields that the form shows.</summary>
    public IEnumerable<string> Except(Func<string, bool> isShown) =>
        errors.Where(error => !isShown(error.Path)).Select(error => error.Message).Distinct(StringComparer.Ordinal);

    public static FieldErrors Of(string path, string message) => new([(path, message)], null);

    public static FieldErrors Of(IReadOnlyDictionary<string, string[]> errors) =>
        new(errors.SelectMany(field => field.Value.Select(message => (field.Key, message))), null);

    public static FieldErrors Refused(string sentence, bool isConflict = false) =>
        new([], sentence) { IsConflict = isConflict };

    internal static FieldErrors Of(ManifestResults results) =>
        results.IsValid
            ? None
            : new(
                results.Results.SelectMany(result => result.Errors).Select(error => (error.Path, error.Message)),
                null
            );

    private static bool IsWithin(string path, string field) =>
        path == field || path.StartsWith(field + ".", StringComparison.Ordinal);

    private static string? Joined(IEnumerable<(string Path, string Message)> found)
    {
        var messages = found.Select(error => error.Message).Distinct(StringComparer.Ordinal).ToList();
        return messages.Count == 0 ? null : string.Join(' ', messages);
    }
}
