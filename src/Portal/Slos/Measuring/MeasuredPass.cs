using System.Globalization;
using NodaTime;
using Portal.Domain.Alerting;
using Portal.Domain.Slos;
using Portal.Domain.Telemetry;
using Portal.Slos.Ledger;

namespace Portal.Slos.Measuring;

/// <summary>What one pass came to. Without a full answer nothing is written, and the same slices are due again: a gap stays a gap.</summary>
internal sealed record MeasuredPass(
    DueSlo Due,
    IReadOnlyList<MeasuredSlice> Slices,
    HealthStatus Health,
    string? Error,
    int FailedPasses,
    Instant NextSlice,
    Instant NextDue
)
{
    public static MeasuredPass Of(DueSlo due, QueriedSli sli, QueryOutcome<SeriesPoints> outcome) =>
        outcome switch
        {
            QueryOutcome<SeriesPoints>.Series answer => Answered(
                due,
                MeasuredSlices.Of(sli, due.Grid.Slice, answer.Items)
            ),
            QueryOutcome<SeriesPoints>.Empty => Answered(due, new MeasuredAnswer([], 0)),
            QueryOutcome<SeriesPoints>.Partial partial => Unanswered(
                due,
                HealthStatus.Partial,
                string.Join(' ', partial.Warnings)
            ),
            QueryOutcome<SeriesPoints>.Failed failed => Unanswered(due, HealthStatus.Error, failed.Message),
            _ => throw new InvalidOperationException($"Unknown outcome {outcome.GetType().Name}"),
        };

    /// <summary>A composite asks no backend: it is judged by what its members have.</summary>
    public static MeasuredPass OfComposite(DueSlo due) =>
        new(due, [], HealthStatus.Ok, null, 0, due.End, due.NextRegular);

    public LedgerEntry Entry => new(Due.Row.SloId, Due.Row.Generation, Due.Slo, Slices);

    public Instant? EarliestSlice => Slices.Count > 0 ? Slices[0].Start : null;

    private static MeasuredPass Answered(DueSlo due, MeasuredAnswer answer) =>
        new(
            due,
            answer.Slices,
            answer.WithoutNumber > 0 ? HealthStatus.Partial
                : answer.Slices.Count > 0 ? HealthStatus.Ok
                : HealthStatus.NoData,
            ErrorOf((QueriedSli)due.Slo.Sli, answer),
            0,
            due.To,
            due.IsCaughtUp ? due.NextRegular : due.Now
        );

    private static string? ErrorOf(QueriedSli sli, MeasuredAnswer answer)
    {
        var query = sli is RatioSli or LatencySli ? "The query for the total" : "The query of the indicator";
        return (answer.WithoutNumber, answer.Slices.Count) switch
        {
            (> 0, _) => string.Create(
                CultureInfo.InvariantCulture,
                $"{answer.WithoutNumber} slices came back too large to count, or as NaN or infinite and are not measured: count events in the queries of the indicator, and divide by nothing that can be 0."
            ),
            (_, 0) =>
                $"{query} returns no series: check its metric and labels, and whether anything still exports them.",
            _ => null,
        };
    }

    private static MeasuredPass Unanswered(DueSlo due, HealthStatus health, string error) =>
        new(due, [], health, error, due.Row.FailedPasses + 1, due.Row.NextSlice, due.NextRetry);
}
