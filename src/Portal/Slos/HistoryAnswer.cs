using Portal.Domain.Slos;
using Portal.Slos.OpenSlo;

namespace Portal.Slos;

/// <summary>Columns of equal length; null where nothing was measured.</summary>
/// <param name="T">Seconds since 1970.</param>
internal sealed record HistoryAnswer(
    IReadOnlyList<long> T,
    IReadOnlyList<decimal?> Sli,
    IReadOnlyList<decimal?> BudgetRemaining,
    IReadOnlyList<decimal?> Burn
)
{
    private const int Decimals = 9;

    public static HistoryAnswer Of(BurnDown course) =>
        new(
            [.. course.At.Select(at => at.ToUnixTimeSeconds())],
            Round(course.Sli),
            Round(course.BudgetRemaining),
            Round(course.Burn)
        );

    private static IReadOnlyList<decimal?> Round(IEnumerable<decimal?> values) =>
        [.. values.Select(value => value is { } number ? Math.Round(number, Decimals).Plain() : (decimal?)null)];
}
