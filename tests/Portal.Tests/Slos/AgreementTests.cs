using System.Net.Http.Json;
using System.Text.Json.Nodes;
using NodaTime;
using Portal.Access;
using Portal.Data;
using Portal.Slos.Agreements;

namespace Portal.Tests.Slos;

/// <summary>What is owed to customers, judged by a ledger that a real Prometheus has filled.</summary>
public sealed class AgreementTests(PortalApp app)
{
    private static readonly Duration Step = Duration.FromSeconds(10);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_month_so_far_is_judged_by_what_is_measured_of_it()
    {
        var now = SloScene.Now(app, Step);
        var traffic = new Traffic(Step, _ => 100, _ => 10);
        await using var scene = await SloScene.SetAsync(
            app,
            traffic.OpenMetrics(new Interval(now - Duration.FromHours(2), now + Duration.FromMinutes(10)))
        );
        await scene.DefineAsync(objective: "0.999");
        await scene.BackfilledAsync();
        await scene.ApplyAsync(Agreement(scene, "0.95"));

        var months = scene.Get<AgreementMonths>();
        var agreement = months.Find(Actor.Portal, $"{scene.Name}-sla");
        var month = Assert.Single(await months.OfAsync(Actor.Portal, agreement, 12, Cancellation));

        Assert.False(month.IsComplete);
        Assert.Equal(month.Sums.Total / 10, month.Sums.Bad);
        // Two hours of a month are a claim only in its first two hours.
        Assert.Equal(month.Sums.IsCovered ? false : null, month.IsMet);

        using var client = await app.ProgramAsync();
        var answer = await client.GetFromJsonAsync<JsonArray>(
            $"/api/v1/agreements/{scene.Name}-sla/months",
            Cancellation
        );
        Assert.Equal("0.95", answer![0]!["objective"]!.GetValue<string>());
        Assert.False(answer[0]!["complete"]!.GetValue<bool>());
    }

    [Fact]
    public async Task It_owes_less_than_the_slo_aims_for_and_goes_with_it()
    {
        await using var scene = await SloScene.SetAsync(app, KnownSamples.Until(SloScene.Now(app, Step)));
        await scene.DefineAsync(objective: "0.99");

        var refused = await Assert.ThrowsAnyAsync<Exception>(() => scene.ApplyAsync(Agreement(scene, "0.99")));
        Assert.Contains("owe less than you aim for", refused.ToString(), StringComparison.Ordinal);

        await scene.ApplyAsync(Agreement(scene, "0.98"));
        await scene.DeleteAsync();
        Assert.Throws<NotFoundException>(() => scene.Get<AgreementMonths>().Find(Actor.Portal, $"{scene.Name}-sla"));
    }

    private static string Agreement(SloScene scene, string objective) =>
        $$"""
            apiVersion: portal/v1
            kind: ServiceLevelAgreement
            metadata: { name: {{scene.Name}}-sla }
            spec: { slo: {{scene.Name}}, objective: {{objective}}, timeZone: Europe/Berlin, credits: [ { below: 0.9, credit: 0.25 } ] }
            """;
}
