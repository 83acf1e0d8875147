using Microsoft.EntityFrameworkCore;
using NodaTime;
using Portal.Data;
using Portal.Data.Engine;
using Portal.Domain.Slos;
using Portal.Domain.Telemetry;
using Portal.Manifests;
using Portal.Slos.Ledger;

namespace Portal.Slos.Measuring;

/// <summary>Measures the past of SLOs: a day at a time, newest first, one request under way for each backend.</summary>
/// <remarks>Every day is committed by itself, so that it goes on where it stood after a crash.</remarks>
internal sealed class BackfillSlices(
    BackfillClaims claims,
    SliceSources sources,
    SlosInForce inForce,
    IDefinitions definitions,
    CompositeMembers members,
    IDbContextFactory<PortalDb> databases,
    ILogger<BackfillSlices> logger
) : IEngineWork
{
    private static readonly Duration Margin = Duration.FromSeconds(15);
    private static readonly Duration Day = Duration.FromDays(1);

    public string Name => "slo-backfill";

    public TimeSpan Tick => TimeSpan.FromSeconds(1);

    public string? WokenBy => Definitions.Topic;

    public async Task<TimeSpan> RunOnceAsync(CancellationToken cancellationToken)
    {
        var claimed = await claims.ClaimAsync(Lease(), cancellationToken);
        await Task.WhenAll(claimed.Select(row => MeasureAsync(row, cancellationToken)));
        return claimed.Count > 0 ? TimeSpan.Zero : Tick;
    }

    private Duration Lease() =>
        (definitions.All<Backend>().Select(backend => backend.Spec.Timeout).DefaultIfEmpty(Duration.Zero).Max() * 2)
        + Margin;

    private async Task MeasureAsync(SloBackfill row, CancellationToken cancellationToken)
    {
        try
        {
            if ((await inForce.FindAsync([row.SloId], cancellationToken)).GetValueOrDefault(row.SloId) is { } slo)
            {
                await CommitAsync(await AskAsync(row, slo.Spec, cancellationToken), slo, cancellationToken);
            }
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            logger.LogError(
                failure,
                "A day of SLO {Slo} was not saved; it is due again when its claim is over",
                row.SloId
            );
        }
    }

    private async Task<MeasuredChunk> AskAsync(SloBackfill row, Slo slo, CancellationToken cancellationToken)
    {
        var sli = (QueriedSli)slo.Sli;
        var from = MeasuredChunk.From(row);
        var outcome = await RangeAsync(sli, from, row.Reached, slo.Grid.Slice, cancellationToken);
        // Nothing that day: a gap of any length, or the beginning. One look at whole days tells which.
        var older =
            outcome is QueryOutcome<SeriesPoints>.Empty && from - Day >= row.Target
                ? await RangeAsync(
                    sli,
                    from - (Day * Math.Floor((from - row.Target) / Day)),
                    from,
                    Day,
                    cancellationToken
                )
                : null;
        return MeasuredChunk.Of(row, sli, slo.Grid, outcome, older);
    }

    private Task<QueryOutcome<SeriesPoints>> RangeAsync(
        QueriedSli sli,
        Instant from,
        Instant to,
        Duration step,
        CancellationToken cancellationToken
    ) => sources.CountAsync(sli, step, new Interval(from, to), cancellationToken);

    private async Task CommitAsync(MeasuredChunk chunk, Definition<Slo> slo, CancellationToken cancellationToken)
    {
        await using var work = await UnitOfWork.BeginAsync(databases, cancellationToken);
        await DefinitionLock.ShareAsync(work, cancellationToken);
        // The row of the SLO first, as live measuring does: an hour is added up by one of the two at a time.
        var schedule = await work.FirstOrDefaultAsync<SloSchedule>(
            "select * from slo_schedule where slo_id = @SloId and generation = @Generation for update",
            chunk.Row,
            cancellationToken
        );
        if (schedule is null || !await BackfillClaims.CompleteAsync(work, chunk, cancellationToken))
        {
            return;
        }

        if (chunk.Slices.Count > 0)
        {
            await WriteAsync(work, chunk, slo.Spec, schedule, cancellationToken);
        }

        work.Announce(SloTopic.Of(slo.Name));
        await work.CommitAsync(cancellationToken);
        if (chunk.Slices.Count > 0)
        {
            await DropAboveAsync(chunk.Row.SloId, cancellationToken);
        }
    }

    /// <summary>Apart, with no row of a member held: members of one composite are measured at the same time.</summary>
    private async Task DropAboveAsync(Guid member, CancellationToken cancellationToken)
    {
        await using var work = await UnitOfWork.BeginAsync(databases, cancellationToken);
        await DefinitionLock.ShareAsync(work, cancellationToken);
        await members.DropAboveAsync(work, member, cancellationToken);
        await work.CommitAsync(cancellationToken);
    }

    private static async Task WriteAsync(
        UnitOfWork work,
        MeasuredChunk chunk,
        Slo slo,
        SloSchedule schedule,
        CancellationToken cancellationToken
    )
    {
        var (id, generation) = (chunk.Row.SloId, chunk.Row.Generation);
        await LedgerRows.WriteAsync(work, [new(id, generation, slo, chunk.Slices)], cancellationToken);
        await work.ExecuteAsync(
            "update slo_schedule set measured_from = least(coalesce(measured_from, @Start), @Start) where slo_id = @id",
            new { id, chunk.Slices[0].Start },
            cancellationToken
        );
        // The numbers that lists show know of the new day at once; the alerts judge them with the next slice.
        var at = schedule.ToReading(slo)?.At ?? chunk.Row.Until;
        var measured = new MeasuredSlo(id, generation, slo, at);
        var readings = await LedgerReadings.OfAsync(work, [measured], cancellationToken);
        await SloClaims.KeepReadingsAsync(work, [(id, StoredReading.Write(slo, readings[0]))], cancellationToken);
    }
}
