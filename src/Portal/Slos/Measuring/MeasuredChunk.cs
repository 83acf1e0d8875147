using NodaTime;
using Portal.Domain.Slos;
using Portal.Domain.Telemetry;
using Portal.Slos.Ledger;

namespace Portal.Slos.Measuring;

/// <summary>What one day of the past came to, and how the backfill goes on.</summary>
internal sealed record MeasuredChunk(
    SloBackfill Row,
    IReadOnlyList<MeasuredSlice> Slices,
    Instant Reached,
    BackfillState State,
    Duration Wait,
    string? Error,
    int FailedPasses
)
{
    private const int MostDoublings = 7;

    private static readonly Duration FirstWait = Duration.FromSeconds(5);

    /// <summary>Start of the chunk: the day of UTC that was reached, or the rest of it.</summary>
    public static Instant From(SloBackfill row)
    {
        var ticks = (row.Reached - Duration.FromTicks(1)).ToUnixTimeTicks();
        var day = Instant.FromUnixTimeTicks(ticks - (ticks % NodaConstants.TicksPerDay));
        return Instant.Max(row.Target, day);
    }

    /// <param name="outcome">The answer for the chunk.</param>
    /// <param name="older">
    /// Where the chunk is empty, whether anything before it is not, a point for each day; null where that was not asked.
    /// </param>
    public static MeasuredChunk Of(
        SloBackfill row,
        QueriedSli sli,
        SliceGrid grid,
        QueryOutcome<SeriesPoints> outcome,
        QueryOutcome<SeriesPoints>? older
    ) =>
        (outcome, older) switch
        {
            (QueryOutcome<SeriesPoints>.Failed failed, _) => Unanswered(row, failed.Message),
            (_, QueryOutcome<SeriesPoints>.Failed failed) => Unanswered(row, failed.Message),
            (QueryOutcome<SeriesPoints>.Partial partial, _) => Unanswered(row, string.Join(' ', partial.Warnings)),
            (_, QueryOutcome<SeriesPoints>.Partial partial) => Unanswered(row, string.Join(' ', partial.Warnings)),
            (QueryOutcome<SeriesPoints>.Series answer, _) => Went(
                row,
                MeasuredSlices.Of(sli, grid.Slice, answer.Items).Slices,
                From(row)
            ),
            (_, QueryOutcome<SeriesPoints>.Series days) => Went(row, [], days.Items.Max(series => series.Times[^1])),
            (_, null) => Went(row, [], From(row)),
            (_, _) => Went(row, [], From(row)) with { State = BackfillState.Exhausted },
        };

    private static MeasuredChunk Went(SloBackfill row, IReadOnlyList<MeasuredSlice> slices, Instant reached) =>
        new(
            row,
            slices,
            reached,
            reached <= row.Target ? BackfillState.Done : BackfillState.Running,
            Duration.Zero,
            null,
            0
        );

    private static MeasuredChunk Unanswered(SloBackfill row, string error)
    {
        var wait = FirstWait * (1 << Math.Min(row.FailedPasses, MostDoublings));
        return new(row, [], row.Reached, row.State, wait, error, row.FailedPasses + 1);
    }
}
