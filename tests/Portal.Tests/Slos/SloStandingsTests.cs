using NodaTime;
using Portal.Domain.Slos;
using Portal.Slos.Reading;

namespace Portal.Tests.Slos;

public sealed class SloStandingsTests(PortalApp app)
{
    private static readonly Duration Step = Duration.FromSeconds(10);
    private static readonly Duration Hour = Duration.FromHours(1);

    /// <summary>One in ten fails.</summary>
    private static readonly Traffic Tenth = new(Step, _ => 10, _ => 1);

    private Instant Now => app.Get<IClock>().GetCurrentInstant();

    [Fact]
    public async Task The_objective_that_was_in_force_then_judges_and_the_ledger_of_then_is_read()
    {
        var now = SloScene.Now(app, Step);
        await using var scene = await SloScene.SetAsync(
            app,
            Tenth.OpenMetrics(new Interval(now - (Hour * 3), now + Hour))
        );
        Assert.Null(await StandingAsync(scene, Now));

        await scene.DefineAsync(objective: "0.8");
        await scene.BackfilledAsync();
        var lenient = Now;
        await scene.DefineAsync(objective: "0.95");
        var strict = Now;
        await scene.DefineAsync(objective: "0.95", bad: "requests_total{code=\"none\"}");

        var then = await StandingAsync(scene, lenient);
        Assert.Equal((0.8m, SloVerdict.Met, 0.9m), (then!.Objective.Value, then.Verdict, then.Sli));
        Assert.Equal(0.5m, then.BudgetLeft);
        var later = await StandingAsync(scene, strict);
        Assert.Equal((0.95m, SloVerdict.Missed, -1m), (later!.Objective.Value, later.Verdict, later.BudgetLeft));
    }

    private static async Task<SloStanding?> StandingAsync(SloScene scene, Instant end)
    {
        var all = await scene.Get<SloStandings>().AtAsync(end, null, World.Cancellation);
        return all.SingleOrDefault(one => one.Name == scene.Name);
    }
}
