using System.Diagnostics;
using NodaTime;
using Portal.Access;
using Portal.Domain.Slos;
using Portal.Domain.Teams;
using Portal.Domain.Telemetry;
using Portal.Slos.Ledger;
using Portal.Slos.Reading;
using Portal.Telemetry;

namespace Portal.Slos.Preview;

/// <summary>Asks a backend for the past of an SLO that is not saved.</summary>
internal sealed class PreviewSlo(
    SliceSources sources,
    Manifests.IDefinitions definitions,
    SloDirectory directory,
    SloCourse courses,
    Authoriser authoriser,
    IClock clock
)
{
    public static readonly Duration DefaultRange = Duration.FromDays(30);
    public static readonly Duration ShortestRange = Duration.FromHours(1);
    public static readonly Duration LongestRange = Duration.FromDays(90);

    /// <summary>Of a composite, whose members are combined slice by slice.</summary>
    private static readonly Duration LongestJourney = Duration.FromDays(30);

    /// <summary>And of finer slices as many as a month has minutes.</summary>
    private const int MostJourneySlices = 43_200;

    /// <summary>Points of one answer; Prometheus refuses more than 11,000.</summary>
    private const int MostPoints = 10_000;

    /// <summary>Slices of one preview: as much as is asked and played while somebody waits.</summary>
    private const int MostSlices = 130_000;

    private const int AtATime = 3;

    private static readonly Duration Hour = Duration.FromHours(1);

    /// <param name="range">How far back; shorter where the slices are many.</param>
    /// <exception cref="ForbiddenException">It asks a backend whatever it is told to: that needs a lead.</exception>
    public async Task<SloHistory> AskAsync(Actor actor, Slo slo, Duration range, CancellationToken cancellationToken)
    {
        authoriser.Demand(actor, Role.Lead, directory.TeamOf(slo), "preview SLOs");
        return slo.Sli switch
        {
            CompositeSli composite => await JourneyAsync(composite, slo, range, cancellationToken),
            QueriedSli queried => await AskAsync(queried, slo, range, cancellationToken),
            _ => throw new InvalidOperationException($"{slo.Sli.GetType().Name} has no past"),
        };
    }

    private async Task<JourneyHistory> JourneyAsync(
        CompositeSli composite,
        Slo slo,
        Duration range,
        CancellationToken cancellationToken
    )
    {
        var (past, asked) = await courses.PastAsync(
            slo,
            Duration.Min(Duration.Min(range, LongestJourney), slo.Grid.Slice * MostJourneySlices),
            slo.Window.LongestPeriod,
            cancellationToken
        );
        return new JourneyHistory(composite, asked, past);
    }

    private async Task<SliceHistory> AskAsync(
        QueriedSli sli,
        Slo slo,
        Duration range,
        CancellationToken cancellationToken
    )
    {
        var began = Stopwatch.GetTimestamp();
        var end = slo.Grid.Floor(clock.GetCurrentInstant() - Delay(sli));
        var length = Duration.Min(range, slo.Grid.Slice * MostSlices);
        var asked = new Interval(slo.Grid.Floor(end - length), end);
        var (answers, failure) = await ChunksAsync(sli, slo.Grid, asked, cancellationToken);
        var slices = MeasuredSlices.Of(sli, slo.Grid.Slice, answers).Slices;
        // The value of an hour says nothing about its minutes.
        var before =
            slices.Count > 0 && sli is not ThresholdSli
                ? await BeforeAsync(sli, slo, asked.Start, cancellationToken)
                : [];
        return new SliceHistory(
            sli,
            new SliceSeries(
                slo.Grid,
                [.. slices.Select(slice => slice.Start)],
                [.. slices.Select(slice => slice.Sums.Good)],
                [.. slices.Select(slice => slice.Sums.Total)]
            ),
            before,
            asked,
            Duration.FromTimeSpan(Stopwatch.GetElapsedTime(began)),
            failure
        );
    }

    private async Task<(IReadOnlyList<SeriesPoints> Series, string? Failure)> ChunksAsync(
        QueriedSli sli,
        SliceGrid grid,
        Interval range,
        CancellationToken cancellationToken
    )
    {
        var chunks = Chunks(grid, range).ToList();
        var answers = new QueryOutcome<SeriesPoints>[chunks.Count];
        await Parallel.ForAsync(
            0,
            chunks.Count,
            new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = cancellationToken },
            async (i, token) => answers[i] = await sources.CountAsync(sli, grid.Slice, chunks[i], token)
        );
        var failure = answers.OfType<QueryOutcome<SeriesPoints>.Failed>().FirstOrDefault()?.Message;
        return ([.. answers.SelectMany(Items)], failure);
    }

    private static IEnumerable<SeriesPoints> Items(QueryOutcome<SeriesPoints> outcome) =>
        outcome is QueryOutcome<SeriesPoints>.Series series ? series.Items : [];

    private static IEnumerable<Interval> Chunks(SliceGrid grid, Interval range)
    {
        var length = grid.Slice * MostPoints;
        for (var start = range.Start; start < range.End; start += length)
        {
            yield return new Interval(start, Instant.Min(start + length, range.End));
        }
    }

    /// <summary>One request for whole hours: enough to fill the window at the beginning of the range.</summary>
    private async Task<IReadOnlyList<(Instant, SliceSums)>> BeforeAsync(
        QueriedSli sli,
        Slo slo,
        Instant start,
        CancellationToken cancellationToken
    )
    {
        var hours = new SliceGrid(Hour);
        var end = hours.Floor(start);
        var length = Duration.Min(slo.Window.LongestPeriod, Hour * MostPoints);
        var outcome = await sources.CountAsync(
            sli,
            Hour,
            new Interval(hours.Floor(end - length), end),
            cancellationToken
        );
        var perHour = slo.Grid.SlicesIn(Hour);
        return
        [
            .. MeasuredSlices
                .Of(sli, Hour, Items(outcome))
                .Slices.Select(hour => (hour.Start, hour.Sums with { Measured = perHour, Expected = perHour })),
        ];
    }

    private Duration Delay(QueriedSli sli) => definitions.QueryDelayOf(sli.Backend);
}
