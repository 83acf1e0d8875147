using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using NodaTime;
using Portal.Access;
using Portal.Slos.Reading;

namespace Portal.Tests.Slos;

/// <summary>When a budget fell, and what spent it then: from the ledger, and by label from a real Prometheus.</summary>
public sealed class BudgetDropTests(PortalApp app)
{
    private static readonly Duration Step = Duration.FromSeconds(10);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_drop_is_found_to_the_slice_with_the_deployment_before_it_and_the_values_that_failed_then()
    {
        var now = SloScene.Now(app, Step);
        var (pay, cart) = (Range(now, 50, 40), Range(now, 20, 14));
        await using var scene = await SloScene.SetAsync(app, Hits(now, pay, cart));
        await scene.DefineAsync(bad: "hits_total{code=~\"5..\"}", total: "hits_total");
        using var client = await app.ProgramAsync();
        var deployed = await client.PostAsJsonAsync(
            "/api/v1/deployments",
            new
            {
                service = scene.Slo.Spec.Service,
                version = "v9",
                at = $"{cart.Start - Duration.FromMinutes(1)}",
            },
            Cancellation
        );
        Assert.True(deployed.IsSuccessStatusCode, await deployed.Content.ReadAsStringAsync(Cancellation));
        await scene.BackfilledAsync();
        await scene.MeasuredAsync(now);

        var drops = await scene.Get<FindDrops>().OfAsync(Actor.Portal, scene.Slo, Cancellation);

        Assert.Equal([pay, cart], drops.Select(drop => drop.Range));
        Assert.Equal([60m * 40, 36m * 30], drops.Select(drop => drop.Sums.Bad));
        Assert.Null(drops[0].Shares[0].Cause);
        Assert.Equal("After v9", drops[1].Shares[0].Cause!.Title);
        Assert.All(drops, drop => Assert.Equal(1, drop.Shares.Sum(share => share.Share.Share), 20));
        Assert.Equal("/pay", Assert.Single((await WorstAsync(scene, pay)).Values!.Values).Value);
        Assert.Equal("/cart", Assert.Single((await WorstAsync(scene, cart)).Values!.Values).Value);

        var answer = (
            await client.GetFromJsonAsync<JsonObject>(
                $"/api/v1/slos/{scene.Name}/spending?from={cart.Start}&to={cart.End}&by=*",
                Cancellation
            )
        )!;
        Assert.Equal(1080, answer["bad"]!.GetValue<decimal>());
        Assert.Equal("deployment 1", $"{answer["causes"]![0]!["kind"]} {answer["causes"]![0]!["share"]}");
        Assert.Equal("route", answer["by"]!["label"]!.ToString());
        Assert.Equal("/cart 1", $"{answer["by"]!["values"]![0]!["value"]} {answer["by"]!["values"]![0]!["share"]}");
        var listed = await client.GetFromJsonAsync<JsonArray>($"/api/v1/slos/{scene.Name}/drops", Cancellation);
        Assert.Equal(2, listed!.Count);
    }

    [Fact]
    public async Task A_time_that_has_left_the_window_is_told_of_the_budget_that_it_had_then()
    {
        var now = SloScene.Now(app, Step);
        var old = Range(now, 110, 100);
        await using var scene = await SloScene.SetAsync(app, Hits(now, old, Range(now, 20, 14)));
        await scene.DefineAsync(bad: "hits_total{code=~\"5..\"}", total: "hits_total");
        await scene.BackfilledAsync();
        await scene.MeasuredAsync(now);

        var spent = await scene.Get<BudgetSpending>().OfAsync(Actor.Portal, scene.Slo, old, Cancellation);
        var then = await scene.StatusAsync(old.End);

        Assert.Equal(2400, spent.Sums.Bad);
        Assert.Equal(then.Budget.AllowedBad, spent.AllowedBad);
        Assert.Equal(then.Budget.Consumed, spent.Consumed);
    }

    [Fact]
    public async Task A_range_that_is_none_is_refused_and_a_backend_that_is_away_takes_nothing_from_the_ledger()
    {
        var now = SloScene.Now(app, Step);
        var pay = Range(now, 50, 40);
        await using var scene = await SloScene.SetAsync(app, Hits(now, pay, pay));
        await scene.DefineAsync(bad: "hits_total{code=~\"5..\"}", total: "hits_total");
        await scene.BackfilledAsync();
        await scene.MeasuredAsync(now);
        scene.Prometheus.Kill();
        using var client = await app.ProgramAsync();
        var address = $"/api/v1/slos/{scene.Name}/spending";

        var backwards = await client.GetAsync($"{address}?from={pay.End}&to={pay.Start}", Cancellation);
        var answer = (
            await client.GetFromJsonAsync<JsonObject>($"{address}?from={pay.Start}&to={pay.End}&by=route", Cancellation)
        )!;
        var future = (
            await client.GetFromJsonAsync<JsonObject>(
                $"{address}?from={now + Duration.FromDays(1)}&to={now + Duration.FromDays(2)}&by=*",
                Cancellation
            )
        )!;

        Assert.Equal(HttpStatusCode.BadRequest, backwards.StatusCode);
        Assert.Contains(
            "to must be after from",
            await backwards.Content.ReadAsStringAsync(Cancellation),
            StringComparison.Ordinal
        );
        Assert.Equal("4200 ", $"{answer["bad"]} {answer["by"]}");
        Assert.Contains("reached", answer["byError"]!.ToString(), StringComparison.Ordinal);
        Assert.Equal("0 0  0", $"{future["bad"]} {future["consumed"]} {future["byError"]} {future["coverage"]}");
        Assert.Equal("1", answer["coverage"]!.ToString());
    }

    private static Task<Worst> WorstAsync(SloScene scene, Interval range) =>
        scene.Get<FindWorst>().AskAsync(Actor.Portal, scene.Slo.Spec, range, null, Cancellation);

    private static Interval Range(Instant now, int fromMinutes, int toMinutes) =>
        new(now - Duration.FromMinutes(fromMinutes), now - Duration.FromMinutes(toMinutes));

    /// <summary>Two routes with 100 requests in each slice; of one 40 fail in its time, of the other 30 in its own.</summary>
    private static string Hits(Instant now, Interval pay, Interval cart)
    {
        var lines = new StringBuilder("# TYPE hits counter\n");
        foreach (var (route, failing, each) in new[] { ("/pay", pay, 40), ("/cart", cart, 30) })
        {
            foreach (var isFailure in new[] { false, true })
            {
                var (good, bad) = (1_000L, 1_000L);
                for (var at = now - Duration.FromHours(4); at <= now + Duration.FromMinutes(5); at += Step)
                {
                    lines.Append(
                        CultureInfo.InvariantCulture,
                        $"hits_total{{route=\"{route}\",code=\"{(isFailure ? 500 : 200)}\"}} {(isFailure ? bad : good)} {at.ToUnixTimeSeconds()}\n"
                    );
                    var fails = failing.Contains(at) ? each : 0;
                    (good, bad) = (good + 100 - fails, bad + fails);
                }
            }
        }

        return lines.ToString();
    }
}
