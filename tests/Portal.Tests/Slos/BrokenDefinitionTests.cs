using NodaTime;
using Portal.Domain.Alerting;
using Portal.Slos.Reading;
using Portal.Tests.MainJob;
using Definitions = Portal.Manifests.Definitions;

namespace Portal.Tests.Slos;

/// <summary>Definitions that no backend answers for, or that cannot even be read.</summary>
public sealed class BrokenDefinitionTests(PortalApp app)
{
    private const string Unanswerable =
        "{ ratioMetric: { counter: false, bad: { metricSource: { metricSourceRef: BACKEND, spec: { query: 'sum(' } } }, total: { metricSource: { metricSourceRef: BACKEND, spec: { query: 'vector(1)' } } } } }";

    private static readonly Duration Step = Duration.FromSeconds(10);
    private static readonly Duration Hour = Duration.FromHours(1);
    private static readonly Traffic Steady = new(Step, _ => 100, at => at.ToUnixTimeSeconds() % 40 == 0 ? 8 : 0);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_broken_definition_never_hides_the_others()
    {
        var now = SloScene.Now(app, Step);
        var samples = Steady.OpenMetrics(new Interval(now - (Hour * 3), now + Hour));
        await using var scene = await SloScene.SetAsync(app, samples);
        await using var other = await SloScene.SetAsync(app, samples);
        await scene.DefineAsync();
        await other.DefineIndicatorAsync(Unanswerable);
        var unreadable = $"unreadable-{Guid.NewGuid():N}";
        await StoreAsync(scene, unreadable, "{ \"nonsense\": true }");
        await StoreAsync(scene, unreadable + "-too", "\"nonsense\"");
        try
        {
            await scene.Get<Definitions>().RefreshAsync(Cancellation);
            await scene.BackfilledAsync();
            await scene.MeasuredAsync(now);
            await Eventually.TrueAsync(
                async () => (await other.ScheduleAsync()).Health == HealthStatus.Error,
                () => "The broken one is told of"
            );

            Assert.Equal(1, (await scene.StatusAsync(now)).Coverage);
            Assert.Contains("refuses the query", (await other.ScheduleAsync()).Error, StringComparison.Ordinal);
            var listed = await scene.Get<SloDirectory>().OverviewAsync(World.Admin, Cancellation);
            Assert.Contains(listed, one => one.Slo.Name == scene.Name && one.Health == HealthStatus.Ok);
            Assert.Contains(listed, one => one.Slo.Name == other.Name && one.Health == HealthStatus.Error);
            Assert.DoesNotContain(listed, one => one.Slo.Name.StartsWith(unreadable, StringComparison.Ordinal));
        }
        finally
        {
            await scene.ExecuteAsync("delete from definition where starts_with(name, @unreadable)", new { unreadable });
        }
    }

    /// <summary>As an older or newer version might have left it.</summary>
    private static Task StoreAsync(SloScene scene, string name, string spec) =>
        scene.ExecuteAsync(
            """
            insert into definition
            select (jsonb_populate_record(row, jsonb_build_object(
                'id', gen_random_uuid(), 'name', @name, 'spec', @spec::jsonb,
                'revision', nextval('definition_revision')))).*
            from definition row where id = @Id
            """,
            new
            {
                name,
                spec,
                scene.Slo.Id,
            }
        );
}
