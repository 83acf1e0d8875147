namespace Portal.Data;

/// <summary>The input is refused; nothing of it was applied.</summary>
/// <param name="errors">By field, each with what is wrong and what to write instead.</param>
internal sealed class InvalidInputException(IReadOnlyDictionary<string, string[]> errors)
    : Exception(Shown.Message(string.Join(' ', errors.SelectMany(field => field.Value))))
{
    public InvalidInputException(string field, string message)
        : this(new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = [message] }) { }

    /// <summary>By the fields of one entry of a list, for callers who sent that entry alone.</summary>
    public InvalidInputException Within(string list) =>
        new(
            Errors
                .GroupBy(
                    error =>
                        error.Key.StartsWith(list, StringComparison.Ordinal)
                            ? error.Key[(error.Key.LastIndexOf('.') + 1)..]
                            : error.Key,
                    StringComparer.Ordinal
                )
                .ToDictionary(
                    group => group.Key,
                    group => group.SelectMany(error => error.Value).ToArray(),
                    StringComparer.Ordinal
                )
        );

    public IReadOnlyDictionary<string, string[]> Errors { get; } =
        errors
            .GroupBy(field => Shown.Message(field.Key), StringComparer.Ordinal)
            .ToDictionary(
                group => group.Key,
                group => group.SelectMany(field => field.Value.Select(Shown.Message)).ToArray(),
                StringComparer.Ordinal
            );
}
