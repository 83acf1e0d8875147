using Microsoft.EntityFrameworkCore;
using NodaTime;
using Portal.Alerting;
using Portal.Data;
using Portal.Domain.Slos;
using Portal.Slos;
using Portal.Slos.Ledger;
using Portal.Slos.Measuring;
using Portal.Telemetry;

namespace Portal.Tests.Slos;

/// <summary>
/// What the engine does for an SLO pass by pass, at times of one's own: ask the backend, write the ledger, judge, commit.
/// </summary>
internal sealed class SloReplay
{
    private static readonly Instant Never = Instant.FromUtc(9000, 1, 1, 0, 0);

    private readonly SloScene scene;

    private SloReplay(SloScene scene) => this.scene = scene;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Takes the SLO from the running engine; nothing of it is measured yet.</summary>
    /// <param name="first">Start of the first slice.</param>
    public static async Task<SloReplay> OfAsync(SloScene scene, Instant first)
    {
        await using var work = await UnitOfWork.BeginAsync(scene.Get<IDbContextFactory<PortalDb>>(), Cancellation);
        await work.ExecuteAsync(
            """
            update slo_schedule
            set due_at = @Never, next_slice = @first, measured_from = null, claimed_until = null, version = version + 1
            where slo_id = @Id;
            update slo_backfill set state = 'Cancelled', claimed_until = null, version = version + 1 where slo_id = @Id;
            delete from slo_slice where slo_id = @Id;
            delete from slo_rollup where slo_id = @Id;
            """,
            new
            {
                scene.Slo.Id,
                first,
                Never,
            },
            Cancellation
        );
        await work.CommitAsync(Cancellation);
        return new SloReplay(scene);
    }

    /// <summary>A pass at every slice up to an instant, after what lies before the first is caught up with.</summary>
    public async Task PassAllAsync(Instant from, Instant to)
    {
        for (var now = from; now <= to; )
        {
            now += (await PassAsync(now)).Due.IsCaughtUp ? scene.Slo.Spec.Grid.Slice : Duration.Zero;
        }
    }

    public async Task<MeasuredPass> PassAsync(Instant now)
    {
        var (slo, slice) = (scene.Slo, scene.Slo.Spec.Grid.Slice);
        var sli = (QueriedSli)slo.Spec.Sli;
        var due = new DueSlo(await scene.ScheduleAsync(), slo, now, Duration.Zero);
        var outcome = await scene
            .Get<Backends>()
            .RangeAsync(sli.Backend, SliceQuery.Of(sli, slice), due.From + slice, due.To, slice, Cancellation);
        // By the clock it would be due at once, and the engine would take it.
        var pass = MeasuredPass.Of(due, sli, outcome) with
        {
            NextDue = Never,
        };
        await scene.Get<CommitSlices>().CommitAsync([pass], Cancellation);
        await IsExactAsync(due.End);
        return pass;
    }

    /// <summary>The sums that a pass keeps are those that the ledger has, added up anew.</summary>
    private async Task IsExactAsync(Instant at)
    {
        var (slo, row) = (scene.Slo, await scene.ScheduleAsync());
        await using var work = await UnitOfWork.BeginAsync(scene.Get<IDbContextFactory<PortalDb>>(), Cancellation);
        var measured = new MeasuredSlo(slo.Id, row.Generation, slo.Spec, at);
        var anew = Assert.Single(await LedgerReadings.OfAsync(work, [measured], Cancellation));
        var kept = row.ToReading(slo.Spec)!;
        Assert.Equal((anew.At, anew.Window, anew.Notice), (kept.At, kept.Window, kept.Notice));
        Assert.All(slo.Spec.LookBacks, lookBack => Assert.Equal(anew.LookBacks[lookBack], kept.LookBacks[lookBack]));
    }

    /// <summary>What is stored of each tier, oldest first.</summary>
    public async Task<ILookup<string, StoredTransition>> TransitionsAsync()
    {
        var store = scene.Get<AlertStore>();
        var alerts = (await store.InstancesAsync([scene.Slo.Id], Cancellation))[scene.Slo.Id];
        var steps = await store.TransitionsAsync(scene.Slo.Id, NodaConstants.UnixEpoch, 100, Cancellation);
        var tiers = alerts.ToDictionary(
            alert => alert.Fingerprint.ToString(),
            alert => alert.Labels["tier"],
            StringComparer.Ordinal
        );
        return steps.OrderBy(step => step.Seq).ToLookup(step => tiers[step.Fingerprint], StringComparer.Ordinal);
    }
}
