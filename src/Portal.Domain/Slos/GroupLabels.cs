using System.Text.RegularExpressions;

namespace Portal.Domain.Slos;

/// <summary>The labels by which an SLO is told apart into groups, each with a budget of its own.</summary>
internal static partial class GroupLabels
{
    private const int Most = 5;

    /// <exception cref="DomainException">They cannot tell groups apart, or the SLI or budgeting has none.</exception>
    public static IReadOnlyList<string> Of(IReadOnlyList<string> labels, Sli sli, Budgeting budgeting)
    {
        if (labels.Count == 0)
        {
            return [];
        }

        if (labels.FirstOrDefault(label => !Label().IsMatch(label) || label == "le") is { } wrong)
        {
            throw new DomainException(
                $"groupBy: '{wrong}' is no label that tells groups apart. Write one such as route."
            );
        }

        if (labels.Count > Most || labels.Distinct(StringComparer.Ordinal).Count() < labels.Count)
        {
            throw new DomainException($"groupBy names one to {Most} labels, each once.");
        }

        if (sli is not (RatioSli or LatencySli or GaugeSli))
        {
            throw new DomainException(
                "groupBy needs an indicator that counts events: a ratio, a latency or a gauge. Leave it out for values and composites."
            );
        }

        return budgeting.Method == BudgetingMethod.Occurrences
            ? [.. labels]
            : throw new DomainException(
                "groupBy counts events: leave budgetingMethod: Occurrences, or leave groupBy out."
            );
    }

    [GeneratedRegex("^[a-zA-Z_][a-zA-Z0-9_]{0,99}$", RegexOptions.NonBacktracking)]
    private static partial Regex Label();
}
