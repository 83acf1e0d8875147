using Portal.Domain.Alerting;
using Portal.Ui;

namespace Portal.Alerting;

/// <summary>Where a rule nearly fired: the condition held, but not for long enough.</summary>
internal static class NearlyMarks
{
    /// <summary>More hollow circles than that would be a line.</summary>
    private const int Most = 20;

    public static IReadOnlyList<ChartMark> Of(ReplayResult replay) =>
        [
            .. replay
                .NearlyFired.OrderByDescending(period => period.Length)
                .Take(Most)
                .OrderBy(period => period.ActiveAt)
                .Select(period => new ChartMark(
                    period.ActiveAt.ToUnixTimeSeconds(),
                    $"nearly, {Numbers.Duration(period.Length)}",
                    ChartMarkKind.Nearly
                )),
        ];
}
