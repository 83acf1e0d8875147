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
    int EmptyDays,
    Duration Wait,
    string? Error,
    int FailedPasses
)
{
    /// <summary>One empty day may be an outage of the backend; after two the past before them is taken for absent.</summary>
    private const int EmptyDaysToStop = 2;

    private const int MostDoublings = 7;

    private static readonly Duration FirstWait = Duration.FromSeconds(5);

    /// <summary>Start of the chunk: the day of UTC that was reached, or the rest of it.</summary>
    public static Instant From(SloBackfill row)
    {
        var ticks = (row.Reached - Duration.FromTicks(1)).ToUnixTimeTicks();
        var day = Instant.FromUnixTimeTicks(ticks - (ticks % NodaConstants.TicksPerDay));
        return Instant.Max(row.Target, day);
    }

    public static MeasuredChunk Of(SloBackfill row, RatioSli sli, SliceGrid grid, QueryOutcome<SeriesPoints> outcome) =>
        outcome switch
        {
            QueryOutcome<SeriesPoints>.Series answer => Answered(row, MeasuredSlices.Of(sli, grid, answer.Items)),
            QueryOutcome<SeriesPoints>.Empty => Answered(row, []),
            QueryOutcome<SeriesPoints>.Partial partial => Unanswered(row, string.Join(' ', partial.Warnings)),
            QueryOutcome<SeriesPoints>.Failed failed => Unanswered(row, failed.Message),
            _ => throw new InvalidOperationException($"Unknown outcome {outcome.GetType().Name}"),
        };

    private static MeasuredChunk Answered(SloBackfill row, IReadOnlyList<MeasuredSlice> slices)
    {
        var from = From(row);
        var empty = slices.Count > 0 ? 0 : row.EmptyDays + 1;
        var state =
            from <= row.Target ? BackfillState.Done
            : empty >= EmptyDaysToStop ? BackfillState.Exhausted
            : BackfillState.Running;
        return new(row, slices, from, state, empty, Duration.Zero, null, 0);
    }

    private static MeasuredChunk Unanswered(SloBackfill row, string error)
    {
        var wait = FirstWait * (1 << Math.Min(row.FailedPasses, MostDoublings));
        return new(row, [], row.Reached, row.State, row.EmptyDays, wait, error, row.FailedPasses + 1);
    }
}
