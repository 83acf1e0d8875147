using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Portal.Access;
using Portal.Data;
using Portal.Domain.Catalog;
using Portal.Manifests;
using Portal.Slos.Policies;
using Portal.Tests.MainJob;

namespace Portal.Tests.Slos;

/// <summary>The gate of a service whose budget a real Prometheus has seen spent.</summary>
public sealed class GateTests(PortalApp app)
{
    private static readonly Duration Step = Duration.FromSeconds(10);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_closes_by_itself_is_opened_by_a_lead_and_opens_by_itself_when_the_budget_is_back()
    {
        await using var scene = await SpentAsync();
        await PolicyAsync(
            scene,
            "{ consumed: 0.5, action: notify }, { consumed: 1.0, action: freeze, liftBelow: 0.8 }"
        );
        await ClosedAsync(scene);

        var denied = await AskAsync(scene);
        Assert.Equal(
            (false, scene.Name, $"{scene.Name}-p"),
            (denied.Decision.IsAllowed, denied.Decision.Slo, denied.Decision.Policy)
        );
        Assert.Equal(2, denied.Holding.Count);

        await scene
            .Get<GateKeeping>()
            .OverrideAsync(Actor.Portal, scene.Slo.Spec.Service, "the fix", Duration.FromHours(1), Cancellation);
        var open = await AskAsync(scene);
        Assert.True(open.Decision.IsAllowed);
        Assert.Contains("the fix", open.Decision.Reason, StringComparison.Ordinal);

        await CorrectAsync(scene);
        await Eventually.TrueAsync(async () => (await AskAsync(scene)).Holding.Count == 0, () => "The rules end");
        var audit = await scene
            .Get<AuditLog>()
            .ListAsync("ErrorBudgetPolicy", $"{scene.Name}-p", null, null, 20, Cancellation);
        Assert.Equal(
            "began began ended ended",
            string.Join(
                ' ',
                audit
                    .Select(entry => entry.Action)
                    .Where(action => action is "began" or "ended")
                    .Order(StringComparer.Ordinal)
            )
        );
    }

    [Fact]
    public async Task All_gates_together_answer_as_each_does_alone_and_services_without_a_policy_are_none()
    {
        await using var scene = await SpentAsync();
        await using var other = await SpentAsync();
        await PolicyAsync(scene, "{ consumed: 1.0, action: freeze }");
        await ClosedAsync(scene);

        var all = await scene.Get<GateKeeping>().AskAllAsync(Actor.Portal, Cancellation);

        var gate = Assert.Single(all, one => one.Service.Name == scene.Slo.Spec.Service);
        Assert.Equal((await AskAsync(scene)).Decision, gate.Answer.Decision);
        Assert.Equal($"{scene.Name}-p", Assert.Single(gate.Policies).Name);
        Assert.DoesNotContain(all, one => one.Service.Name == other.Slo.Spec.Service);
    }

    [Fact]
    public async Task A_backend_that_is_away_opens_nothing()
    {
        await using var scene = await SpentAsync();
        await PolicyAsync(scene, "{ consumed: 1.0, action: freeze }");
        await ClosedAsync(scene);

        scene.Prometheus.Kill();
        await Eventually.TrueAsync(
            async () => await scene.ScheduleAsync() is { FailedPasses: > 1 },
            () => "The passes fail"
        );

        Assert.False((await AskAsync(scene)).Decision.IsAllowed);
    }

    [Fact]
    public async Task A_rule_that_the_policy_no_longer_has_holds_no_longer()
    {
        await using var scene = await SpentAsync();
        await PolicyAsync(scene, "{ consumed: 1.0, action: freeze }");
        await ClosedAsync(scene);

        await PolicyAsync(scene, "{ consumed: 50, action: freeze }");

        Assert.True((await AskAsync(scene)).Decision.IsAllowed);
    }

    [Fact]
    public async Task A_service_that_the_policy_no_longer_names_is_judged_anew_when_it_is_named_again()
    {
        await using var scene = await SpentAsync();
        await PolicyAsync(scene, "{ consumed: 1.0, action: freeze, liftBelow: 0.1 }");
        await ClosedAsync(scene);
        var team = scene.Get<IDefinitions>().Find<Service>(scene.Slo.Spec.Service)!.Spec.Team;
        var other = $"{scene.Name}-other";
        await scene.ApplyAsync(Yaml.Service(other, team));

        await scene.ApplyAsync(
            Policy(scene, "{ consumed: 1.0, action: freeze, liftBelow: 0.1 }")
                .Replace($"[ {scene.Slo.Spec.Service} ]", $"[ {other} ]", StringComparison.Ordinal)
        );

        await Eventually.TrueAsync(async () => await HeldAsync(scene) == 0, () => "Nothing holds any more");
    }

    [Theory]
    [InlineData("", "1h", "reason")]
    [InlineData("fix", "0s", "for")]
    [InlineData("fix", "8d", "for")]
    public async Task An_override_needs_a_reason_and_an_end(string reason, string time, string field)
    {
        await using var scene = await SpentAsync();

        var refused = await Assert.ThrowsAsync<InvalidInputException>(() =>
            scene
                .Get<GateKeeping>()
                .OverrideAsync(
                    Actor.Portal,
                    scene.Slo.Spec.Service,
                    reason,
                    Domain.Time.DurationText.Parse(time),
                    Cancellation
                )
        );

        Assert.Equal(field, Assert.Single(refused.Errors.Keys));
    }

    [Theory]
    [InlineData("{ consumed: 0, action: freeze }", "spec.rules[0].consumed")]
    [InlineData("{ consumed: 1, action: panic }", "spec.rules[0].action")]
    [InlineData("{ consumed: 1, action: freeze, liftBelow: 2 }", "spec.rules[0].liftBelow")]
    [InlineData("{ action: freeze }", "spec.rules[0].consumed")]
    [InlineData("", "spec.rules")]
    public async Task A_policy_that_cannot_be_kept_is_refused_by_its_field(string rules, string field)
    {
        await using var scene = await SpentAsync();

        var results = await scene
            .Get<ManifestApplier>()
            .ApplyAsync(Actor.Portal, ManifestReader.Read(Policy(scene, rules)), dryRun: true, Cancellation);

        Assert.Equal(field, Assert.Single(results.Results[0].Errors).Path);
    }

    /// <summary>One event in five was bad, where one in ten may be.</summary>
    private async Task<SloScene> SpentAsync()
    {
        var now = SloScene.Now(app, Step);
        var traffic = new Traffic(Step, _ => 100, at => at >= now ? 0 : 20);
        var scene = await SloScene.SetAsync(
            app,
            traffic.OpenMetrics(new Interval(now - Duration.FromHours(4), now + Duration.FromMinutes(5)))
        );
        await scene.DefineAsync();
        await scene.BackfilledAsync();
        return scene;
    }

    private static Task ClosedAsync(SloScene scene) =>
        Eventually.TrueAsync(async () => !(await AskAsync(scene)).Decision.IsAllowed, () => "The gate closes");

    private static Task<GateAnswer> AskAsync(SloScene scene) =>
        scene.Get<GateKeeping>().AskAsync(Actor.Portal, scene.Slo.Spec.Service, Cancellation);

    private static async Task<int> HeldAsync(SloScene scene)
    {
        await using var work = await UnitOfWork.BeginAsync(scene.Get<IDbContextFactory<PortalDb>>(), Cancellation);
        var rows = await work.QueryAsync<BudgetPolicyState>(
            "select * from budget_policy_state where slo_id = @Id",
            scene.Slo,
            Cancellation
        );
        return rows.Count;
    }

    private static Task PolicyAsync(SloScene scene, string rules) => scene.ApplyAsync(Policy(scene, rules));

    private static string Policy(SloScene scene, string rules) =>
        $$"""
            apiVersion: portal/v1
            kind: ErrorBudgetPolicy
            metadata: { name: {{scene.Name}}-p }
            spec: { services: [ {{scene.Slo.Spec.Service}} ], rules: [ {{rules}} ] }
            """;

    private static Task CorrectAsync(SloScene scene) =>
        scene.ApplyAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $$"""
                apiVersion: portal/v1
                kind: Correction
                metadata: { name: {{scene.Name}}-c }
                spec: { slo: {{scene.Name}}, effect: countAsGood, from: "2026-01-01T00:00:00", duration: 365d, reason: drill }
                """
            )
        );
}
