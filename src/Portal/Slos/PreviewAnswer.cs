using NodaTime;
using Portal.Domain.Slos;
using Portal.Slos.Preview;

namespace Portal.Slos;

internal sealed record PreviewAnswer(
    SloStatusAnswer? Status,
    HistoryAnswer? History,
    IReadOnlyList<FiredAnswer> BackTest,
    IReadOnlyList<RangeAnswer> Breaches,
    string? WorstSli,
    RangeAnswer Asked,
    int MeasuredSlices,
    string? Failure
)
{
    public static PreviewAnswer Of(SloHistory history, Slo slo)
    {
        var asked = RangeAnswer.Of(history.Range);
        if (history.IsEmpty)
        {
            return new(null, null, [], [], null, asked, 0, history.Failure);
        }

        var played = history.Play(slo);
        return new(
            SloStatusAnswer.Of(played.Status),
            HistoryAnswer.Of(played.Course),
            [.. played.Fired.Select(FiredAnswer.Of)],
            [.. played.Breaches.Select(RangeAnswer.Of)],
            Ratios.Text(played.WorstSli),
            asked,
            history.MeasuredSlices,
            history.Failure
        );
    }
}

/// <param name="To">Null while it would still fire.</param>
internal sealed record FiredAnswer(string Alert, BudgetAlertSeverity Severity, Instant From, Instant? To, string Peak)
{
    public static FiredAnswer Of(FiredPeriod period) =>
        new(period.Alert.Name, period.Alert.Severity, period.Start, period.End, Ratios.Text(period.Peak));
}
