using Portal.Domain.Slos;
using Portal.Slos.OpenSlo;

namespace Portal.Slos;

/// <summary>Columns of equal length; null where nothing was measured.</summary>
/// <param name="T">Seconds since 1970.</param>
/// <param name="BudgetRemainingRaw">As it was measured, before corrections; null where that is the same.</param>
internal sealed record HistoryAnswer(
    IReadOnlyList<long> T,
    IReadOnlyList<decimal?> Sli,
    IReadOnlyList<decimal?> BudgetRemaining,
    IReadOnlyList<decimal?> BudgetRemainingRaw,
    IReadOnlyList<decimal?> Burn
)
{
    private const int Decimals = 9;

    /// <param name="raw">Null where it is the same everywhere.</param>
    public static HistoryAnswer Of(BurnDown course, IReadOnlyList<decimal?>? raw = null) =>
        new(
            [.. course.At.Select(at => at.ToUnixTimeSeconds())],
            Round(course.Sli),
            Round(course.BudgetRemaining),
            raw is null ? [.. course.At.Select(_ => (decimal?)null)] : Round(raw),
            Round(course.Burn)
        );

    private static IReadOnlyList<decimal?> Round(IEnumerable<decimal?> values) =>
        [.. values.Select(value => value is { } number ? Math.Round(number, Decimals).Plain() : (decimal?)null)];
}
