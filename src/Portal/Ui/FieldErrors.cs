namespace Portal.Ui;

/// <summary>What is wrong with a form, by field. Paths are those of the manifest: <c>spec.condition.recovery</c>.</summary>
public sealed class FieldErrors(IEnumerable<(string Path, string Message)> errors)
{
    public static readonly FieldErrors None = new([]);

    private readonly ILookup<string, string> byPath = errors.ToLookup(
        error => error.Path,
        error => error.Message,
        StringComparer.Ordinal
    );

    public int Count => byPath.Sum(path => path.Count());

    /// <summary>What stands under one field; null when it is right.</summary>
    public string? this[string path] =>
        byPath[path].Any() ? string.Join(' ', byPath[path].Distinct(StringComparer.Ordinal)) : null;

    /// <summary>What is wrong below a path: <c>spec.labels</c> with all of its labels.</summary>
    public string? Below(string path)
    {
        var below = byPath
            .Where(group => group.Key == path || group.Key.StartsWith(path + ".", StringComparison.Ordinal))
            .SelectMany(group => group)
            .Distinct(StringComparer.Ordinal)
            .ToList();
        return below.Count == 0 ? null : string.Join(' ', below);
    }

    /// <summary>What no field of the form shows, so that it stands above the form and is not lost.</summary>
    public IReadOnlyList<string> Besides(params IReadOnlyCollection<string> shown) =>
        [
            .. byPath
                .Where(group =>
                    !shown.Any(path => group.Key == path || group.Key.StartsWith(path + ".", StringComparison.Ordinal))
                )
                .SelectMany(group => group)
                .Distinct(StringComparer.Ordinal),
        ];
}
