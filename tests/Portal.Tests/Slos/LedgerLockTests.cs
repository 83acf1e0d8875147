using Microsoft.EntityFrameworkCore;
using NodaTime;
using Portal.Data;
using Portal.Manifests;
using Portal.Tests.MainJob;

namespace Portal.Tests.Slos;

/// <summary>An apply and the measuring of what it changes never hold what the other one waits for.</summary>
public sealed class LedgerLockTests(PortalApp app)
{
    private static readonly Duration Step = Duration.FromSeconds(10);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_commit_of_slices_waits_for_an_apply_before_it_holds_any_row()
    {
        var now = SloScene.Now(app, Step);
        await using var scene = await SloScene.SetAsync(app, KnownSamples.Until(now));
        await scene.DefineAsync();
        var first = now - Duration.FromMinutes(30);
        var replay = await SloReplay.OfAsync(scene, first);
        var databases = scene.Get<IDbContextFactory<PortalDb>>();

        await using var apply = await UnitOfWork.BeginAsync(databases, Cancellation);
        await DefinitionLock.HoldAsync(apply, Cancellation);
        var pass = replay.PassAsync(first + Step);
        await Eventually.TrueAsync(() => IsAwaitedAsync(databases), () => "The commit waits");
        var row = await apply.QueryAsync<int>(
            "set local lock_timeout = '2s'; select generation from slo_schedule where slo_id = @Id for update",
            scene.Slo,
            Cancellation
        );
        Assert.False(pass.IsCompleted);
        await apply.CommitAsync(Cancellation);

        Assert.Single(row);
        Assert.NotEmpty((await pass).Entry.Slices);
    }

    private static async Task<bool> IsAwaitedAsync(IDbContextFactory<PortalDb> databases)
    {
        await using var work = await UnitOfWork.BeginAsync(databases, Cancellation);
        const string Waiting =
            "select count(*) from pg_locks where locktype = 'advisory' and mode = 'ShareLock' and not granted";
        return (await work.QueryAsync<long>(Waiting, null, Cancellation))[0] > 0;
    }
}
