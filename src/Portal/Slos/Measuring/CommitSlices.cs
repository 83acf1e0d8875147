using Microsoft.EntityFrameworkCore;
using NodaTime;
using Portal.Alerting;
using Portal.Data;
using Portal.Domain.Alerting;
using Portal.Domain.Slos;
using Portal.Manifests;
using Portal.Slos.Ledger;
using Portal.Slos.Policies;

namespace Portal.Slos.Measuring;

/// <summary>
/// Commits what was measured, all or nothing: slices, roll-ups, the sums for lists, and what the burn-rate alerts make
/// of them, with the notices that are owed for it.
/// </summary>
internal sealed class CommitSlices(
    IDbContextFactory<PortalDb> databases,
    AlertStore alerts,
    IDefinitions definitions,
    CompositeMembers members,
    FollowPolicies policies,
    IEnumerable<IAlertListener> listeners
)
{
    public async Task CommitAsync(IReadOnlyList<MeasuredPass> passes, CancellationToken cancellationToken)
    {
        var was = await alerts.InstancesAsync([.. passes.Select(pass => pass.Due.Row.SloId)], cancellationToken);
        await using var work = await UnitOfWork.BeginAsync(databases, cancellationToken);
        await DefinitionLock.ShareAsync(work, cancellationToken);
        var ours = await SloClaims.CompleteAsync(work, passes, cancellationToken);
        var kept = passes.Where(pass => ours.ContainsKey(pass.Due.Row.SloId)).ToList();
        var changed = await LedgerRows.WriteAsync(work, kept.ConvertAll(pass => pass.Entry), cancellationToken);

        // Read to the end of what is due and not of what was answered: while a backend is away, its gap must show.
        var slos = await members.ResolveAsync(
            work,
            kept.ConvertAll(pass => new MeasuredSlo(
                pass.Due.Row.SloId,
                pass.Due.Row.Generation,
                pass.Due.Slo,
                pass.Due.End
            )),
            cancellationToken
        );
        var readings = await MovedReadings.OfAsync(
            work,
            [.. slos.Select(slo => (slo, Before(slo, ours[slo.Id], changed)))],
            cancellationToken
        );
        await SloClaims.KeepReadingsAsync(
            work,
            [.. slos.Zip(readings, (slo, reading) => (slo.Id, StoredReading.Write(slo.Slo, reading)))],
            cancellationToken
        );
        var held = await FollowPolicies.HeldAsync(work, slos.Select(slo => slo.Id), cancellationToken);
        for (var i = 0; i < kept.Count; i++)
        {
            var before = was[slos[i].Id].ToList();
            var rules = held[slos[i].Id].ToList();
            await JudgeAsync(work, kept[i].Due, slos[i], readings[i], before, rules, cancellationToken);
            work.Announce(SloTopic.Of(kept[i].Due.Definition.Name));
        }

        await work.CommitAsync(cancellationToken);
        SliceMeter.Record(kept, passes.Count - kept.Count, work.Now);
    }

    /// <summary>The reading of the pass before, as long as all that it counted is as it was.</summary>
    private static SloReading? Before(MeasuredSlo slo, string? stored, IReadOnlyDictionary<Guid, Instant> changed) =>
        stored is not null
        && StoredReading.Read(stored, slo.Slo) is { } reading
        && (!changed.TryGetValue(slo.Id, out var earliest) || earliest >= reading.At)
            ? reading
            : null;

    private async Task JudgeAsync(
        UnitOfWork work,
        DueSlo due,
        MeasuredSlo slo,
        SloReading reading,
        List<AlertInstance> was,
        List<BudgetPolicyState> held,
        CancellationToken cancellationToken
    )
    {
        var burning = BudgetAlertEvaluation.Burning(was);
        var status = SloStatus.Of(slo.Slo, reading, burning);
        await policies.JudgeAsync(work, due.Definition, status, held, cancellationToken);
        if (burning.Count == 0 && !status.Tiers.Any(tier => tier.IsFiring))
        {
            return;
        }

        // Only what burns is worth foreseeing: the steps of a window are the costly part of a reading.
        reading = await LedgerReadings.WithStepsAsync(work, slo, reading, cancellationToken);
        status = SloStatus.Of(slo.Slo, reading, burning);
        var alert = new BudgetAlertText(due.Definition, definitions);
        var next = BudgetAlertEvaluation.Next(
            alert.Identity,
            status,
            was,
            slo.At,
            tier => alert.Annotations(tier, status)
        );
        await AlertStore.SaveAsync(
            work,
            next.Changed.Select(instance => (slo.Id, instance)),
            next.Transitions.Select(step => (slo.Id, step)),
            cancellationToken
        );
        var notices = next.Transitions.Select(step => alert.Notice(step)).OfType<AlertNotice>().ToList();
        foreach (var listener in listeners.Where(_ => notices.Count > 0))
        {
            await listener.ChangedAsync(work, notices, cancellationToken);
        }
    }
}
