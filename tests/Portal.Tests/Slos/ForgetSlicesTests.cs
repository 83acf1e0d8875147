using Microsoft.EntityFrameworkCore;
using NodaTime;
using Portal.Data;
using Portal.Manifests;
using Portal.Slos.Ledger;

namespace Portal.Tests.Slos;

public sealed class ForgetSlicesTests(PortalApp app)
{
    private static readonly Duration Step = Duration.FromSeconds(10);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_no_window_begins_in_goes_and_days_stay()
    {
        var now = SloScene.Now(app, Step);
        await using var scene = await SloScene.SetAsync(app, KnownSamples.Until(now));
        await scene.DefineAsync();
        await scene.BackfilledAsync();
        foreach (var days in new[] { 90, 120, 500 })
        {
            await PutAsync(scene, now - Duration.FromDays(days));
        }

        var before = await scene.StatusAsync();
        await new ForgetSlices(scene.Get<IDefinitions>(), scene.Get<IDbContextFactory<PortalDb>>()).RunAsync(
            now,
            Cancellation
        );

        Assert.Equal("90", await AgesAsync(scene, "slo_slice where start < @Old and"));
        Assert.Equal("120 90", await AgesAsync(scene, "slo_rollup where size = 'Hour' and start < @Old and"));
        Assert.Equal("500 120 90", await AgesAsync(scene, "slo_rollup where size = 'Day' and start < @Old and"));
        Assert.Equal(before.Budget, (await scene.StatusAsync(before.Window.End)).Budget);
    }

    private static async Task PutAsync(SloScene scene, Instant at)
    {
        await using var work = await UnitOfWork.BeginAsync(scene.Get<IDbContextFactory<PortalDb>>(), Cancellation);
        var generation = (await scene.ScheduleAsync()).Generation;
        await LedgerRows.WriteAsync(
            work,
            [new(scene.Slo.Id, generation, scene.Slo.Spec, [new(at, Domain.Slos.SliceSums.Of(9, 10))])],
            Cancellation
        );
        await work.CommitAsync(Cancellation);
    }

    /// <summary>In days, of what is older than a month.</summary>
    private static async Task<string> AgesAsync(SloScene scene, string where)
    {
        await using var work = await UnitOfWork.BeginAsync(scene.Get<IDbContextFactory<PortalDb>>(), Cancellation);
        var ages = await work.QueryAsync<int>(
            $"select extract(day from now() - start)::int from {where} slo_id = @Id order by start",
            new { scene.Slo.Id, Old = work.Now - Duration.FromDays(30) },
            Cancellation
        );
        return string.Join(' ', ages);
    }
}
