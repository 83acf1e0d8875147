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
    SlosInForce inForce,
    IDefinitions definitions,
    IDbContextFactory<PortalDb> databases,
    ILogger<MeasureGroups> logger
) : IEngineWork
{
    private static readonly Duration Margin = Duration.FromSeconds(30);

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
                await CommitAsync(await AskAsync(row, sli, now, cancellationToken), slo, cancellationToken);
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
        QueriedSli sli,
        Instant now,
        CancellationToken cancellationToken
    )
    {
        var delay = definitions.QueryDelayOf(sli.Backend);
        var end = GroupedHours.Hours.Floor(now - delay);
        if (GroupPass.Next(row, end) is not { } asked)
        {
            return GroupPass.Of(row, new Interval(row.Reached, row.Reached), [], null, now, end, delay);
        }

        var hour = GroupedHours.Hours.Slice;
        var outcome = await backends.RangeAsync(
            sli.Backend,
            SliceQuery.ByLabels(sli, hour, row.Labels),
            asked.Start + hour,
            asked.End,
            hour,
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
        switch (outcome)
        {
            case QueryOutcome<SeriesPoints>.Failed failed:
                return (null, failed.Message);
            case QueryOutcome<SeriesPoints>.Partial partial:
                return (null, string.Join(' ', partial.Warnings));
            case QueryOutcome<SeriesPoints>.Series series:
                var hours = GroupedHours.Of(sli, row.Labels, series.Items);
                var refusal = GroupedHours.Refusal([.. hours.Select(hour => hour.Labels).Distinct()]);
                return refusal is null ? (hours, null) : (null, refusal);
            default:
                return ([], null);
        }
    }

    private async Task CommitAsync(GroupPass pass, Definition<Slo> slo, CancellationToken cancellationToken)
    {
        await using var work = await UnitOfWork.BeginAsync(databases, cancellationToken);
        if (!await GroupClaims.HoldAsync(work, pass.Row, cancellationToken))
        {
            return;
        }

        if (pass.Hours.Count > 0)
        {
            await GroupLedger.WriteAsync(work, slo.Id, pass.Hours, cancellationToken);
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
