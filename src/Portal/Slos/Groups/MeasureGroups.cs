using Microsoft.EntityFrameworkCore;
using NodaTime;
using Portal.Data;
using Portal.Data.Engine;
using Portal.Domain.Slos;
using Portal.Domain.Telemetry;
using Portal.Manifests;
using Portal.Slos.Measuring;
using Portal.Telemetry;

namespace Portal.Slos.Groups;

/// <summary>Measures the groups of SLOs hour by hour: one request under way for each backend, each pass committed by itself.</summary>
internal sealed class MeasureGroups(
    GroupClaims claims,
    Backends backends,
    CorrectGroups corrections,
    SlosInForce inForce,
    IDefinitions definitions,
    IDbContextFactory<PortalDb> databases,
    ILogger<MeasureGroups> logger
) : IEngineWork
{
    private static readonly Duration Margin = Duration.FromSeconds(30);
    private static readonly Duration Hour = GroupedHours.Hours.Slice;

    public string Name => "slo-groups";

    public TimeSpan Tick => TimeSpan.FromSeconds(1);

    public string? WokenBy => Definitions.Topic;

    public async Task<TimeSpan> RunOnceAsync(CancellationToken cancellationToken)
    {
        var claimed = await claims.ClaimAsync(Lease(), cancellationToken);
        await Task.WhenAll(claimed.Select(one => MeasureAsync(one.Row, one.Now, cancellationToken)));
        return claimed.Count > 0 ? TimeSpan.Zero : Tick;
    }

    private Duration Lease() =>
        definitions.All<Backend>().Select(backend => backend.Spec.Timeout).DefaultIfEmpty(Duration.Zero).Max() + Margin;

    private async Task MeasureAsync(SloGroupSchedule row, Instant now, CancellationToken cancellationToken)
    {
        try
        {
            if (
                (await inForce.FindAsync([row.SloId], cancellationToken)).GetValueOrDefault(row.SloId) is
                { Spec.Sli: QueriedSli sli } slo
            )
            {
                await CommitAsync(await AskAsync(row, slo.Spec, sli, now, cancellationToken), slo, cancellationToken);
            }
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            logger.LogError(
                failure,
                "Hours of the groups of SLO {Slo} were not saved; they are due again when their claim is over",
                row.SloId
            );
        }
    }

    private async Task<GroupPass> AskAsync(
        SloGroupSchedule row,
        Slo slo,
        QueriedSli sli,
        Instant now,
        CancellationToken cancellationToken
    )
    {
        var delay = definitions.QueryDelayOf(sli.Backend);
        var end = GroupedHours.Hours.Floor(now - delay);
        if (
            row.Reached >= end
            && await corrections.AskAsync(row, slo, sli, cancellationToken) is var (corrected, failure)
        )
        {
            return GroupPass.Corrected(row, corrected, failure, now);
        }

        if (GroupPass.Next(row, end) is not { } asked)
        {
            return GroupPass.Of(row, new Interval(row.Reached, row.Reached), [], null, now, end, delay);
        }

        var outcome = await backends.RangeAsync(
            sli.Backend,
            SliceQuery.ByLabels(sli, Hour, row.Labels),
            asked.Start + Hour,
            asked.End,
            Hour,
            cancellationToken
        );
        var (hours, error) = Read(sli, row, outcome);
        return GroupPass.Of(row, asked, hours, error, now, end, delay);
    }

    private static (IReadOnlyList<GroupHour>? Hours, string? Error) Read(
        QueriedSli sli,
        SloGroupSchedule row,
        QueryOutcome<SeriesPoints> outcome
    )
    {
        if (GroupedHours.Failure(outcome) is { } failure)
        {
            return (null, failure);
        }

        var hours = GroupedHours.Of(sli, row.Labels, Hour, outcome.ItemsOrNone());
        var refusal = GroupedHours.Refusal([.. hours.Select(hour => hour.Labels).Distinct()]);
        return refusal is null ? (hours, null) : (null, refusal);
    }

    private async Task CommitAsync(GroupPass pass, Definition<Slo> slo, CancellationToken cancellationToken)
    {
        await using var work = await UnitOfWork.BeginAsync(databases, cancellationToken);
        await DefinitionLock.ShareAsync(work, cancellationToken);
        if (!await GroupClaims.HoldAsync(work, pass.Row, cancellationToken))
        {
            return;
        }

        if (pass.Hours.Count > 0)
        {
            await GroupLedger.WriteAsync(work, slo.Id, pass.Hours, cancellationToken);
            var asked = new Interval(pass.Hours.Min(hour => hour.Start), pass.Hours.Max(hour => hour.Start) + Hour);
            if (await GroupCorrections.MeasuredAsync(work, slo.Id, asked, cancellationToken) > 0)
            {
                pass = pass with { DueAt = work.Now };
            }
        }

        if (pass.CorrectedHours is { } corrected)
        {
            await GroupCorrections.ApplyAsync(work, slo.Id, corrected, cancellationToken);
        }

        if (pass.IsAddedUp)
        {
            await GroupLedger.AddUpAsync(work, slo.Id, slo.Spec, pass.Reached, cancellationToken);
        }

        await GroupClaims.CompleteAsync(work, pass, cancellationToken);
        work.Announce(SloTopic.Of(slo.Name));
        await work.CommitAsync(cancellationToken);
    }
}
