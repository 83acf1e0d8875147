using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Portal.Access;
using Portal.Alerting;
using Portal.Data;
using Portal.Domain.Alerting;
using Portal.Domain.Slos;
using Portal.Slos.Preview;
using Portal.Slos.Reading;
using Portal.Tests.MainJob;

namespace Portal.Tests.Slos;

/// <summary>A journey over two SLOs that ask two Prometheus of their own.</summary>
public sealed class CompositeTests(PortalApp app)
{
    private static readonly Duration Step = Duration.FromSeconds(10);
    private static readonly Duration Hour = Duration.FromHours(1);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_the_weighted_mean_of_its_members_and_burns_with_them()
    {
        var now = SloScene.Now(app, Step);
        await using var bad = await SceneAsync(now, at => at >= now - Duration.FromMinutes(20) ? 60 : 0);
        await using var good = await SceneAsync(now, _ => 0);
        await using var made = await MadeJourney.OfAsync(bad, "weighted", (bad.Name, 3), (good.Name, 1));
        var journey = made.Journey;

        AlertInstance? alert = null;
        await Eventually.TrueAsync(
            async () =>
                (
                    alert = (await bad.Get<AlertStore>().InstancesAsync([journey.Id], Cancellation))[journey.Id]
                        .FirstOrDefault()
                )
                    is { State: AlertState.Firing },
            () => "The journey's alert fires"
        );

        // Sixty of a hundred fail in one, none in the other: 0.6 · 3 / 4 over a budget of 0.1.
        Assert.Equal(4.5, alert!.Value!.Value, 1);
        var directory = bad.Get<SloDirectory>();
        var status = await directory.StatusAsync(Actor.Portal, journey, null, Cancellation);
        var parts = await bad.Get<JourneyParts>().OfAsync(Actor.Portal, journey, Cancellation);
        Assert.Equal(SloState.Breached, status.State);
        Assert.Equal([1m, 0m], parts.Select(part => part.Share));
        Assert.Equal(parts.Sum(part => part.Member.Weight * (1 - part.Sli!.Value)) / 4, 1 - status.Sli!.Value, 9);

        using var client = await app.ProgramAsync();
        var answer = await client.GetFromJsonAsync<JsonArray>($"/api/v1/slos/{journey.Name}/parts", Cancellation);
        Assert.Equal("1", answer![0]!["share"]!.GetValue<string>());
        using var rules = await client.GetAsync(
            new Uri($"/api/v1/slos/{journey.Name}/prometheus-rules", UriKind.Relative),
            Cancellation
        );
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, rules.StatusCode);
        var refusal = await rules.Content.ReadAsStringAsync(Cancellation);
        Assert.Contains($"those of its members ({bad.Name},", refusal, StringComparison.Ordinal);
        var history = await client.GetFromJsonAsync<JsonObject>(
            $"/api/v1/slos/{journey.Name}/history?maxPoints=5",
            Cancellation
        );
        Assert.Equal(5, history!["sli"]!.AsArray().Count(value => value is not null));
    }

    [Fact]
    public async Task A_member_whose_backend_is_away_leaves_it_without_data_and_resolves_nothing()
    {
        var now = SloScene.Now(app, Step);
        await using var bad = await SceneAsync(now, at => at >= now - Duration.FromMinutes(20) ? 60 : 0);
        await using var good = await SceneAsync(now, _ => 0);
        await using var made = await MadeJourney.OfAsync(bad, "worstOf", (bad.Name, 1), (good.Name, 1));
        var journey = made.Journey;
        var store = bad.Get<AlertStore>();
        async Task<AlertInstance?> AlertAsync() =>
            (await store.InstancesAsync([journey.Id], Cancellation))[journey.Id].FirstOrDefault();

        await Eventually.TrueAsync(
            async () => await AlertAsync() is { State: AlertState.Firing },
            () => "The journey's alert fires"
        );
        good.Prometheus.Kill();

        await Eventually.TrueAsync(
            async () =>
                (await bad.Get<SloDirectory>().StatusAsync(Actor.Portal, journey, null, Cancellation)).AlertsAreFrozen,
            () => "It is frozen"
        );
        Assert.Equal(AlertState.Firing, (await AlertAsync())!.State);
    }

    [Fact]
    public async Task Circles_strangers_and_corrections_are_refused_and_members_stay()
    {
        var now = SloScene.Now(app, Step);
        await using var one = await SceneAsync(now, _ => 0);
        await using var two = await SceneAsync(now, _ => 0);
        await using var made = await MadeJourney.OfAsync(one, "allGood", (one.Name, 1), (two.Name, 1));

        await RefusedAsync(
            () => one.ApplyAsync(MadeJourney.Manifest(one, "allGood", ($"{one.Name}-journey", 1), (two.Name, 1))),
            "contain itself"
        );
        await RefusedAsync(
            () => one.ApplyAsync(MadeJourney.Manifest(one, "allGood", (one.Name, 1), ("nobody", 1))),
            "nobody"
        );
        await RefusedAsync(
            () =>
                one.ApplyAsync(
                    $"{{ apiVersion: portal/v1, kind: Correction, metadata: {{ name: {one.Name}-c }}, spec: {{ slo: {one.Name}-journey, from: 2026-06-14T02:00, duration: 2h, reason: drill }} }}"
                ),
            "correct its members"
        );
        await RefusedAsync(() => one.DeleteAsync(), $"{one.Name}-journey");
    }

    [Fact]
    public async Task What_changes_the_past_of_a_member_changes_the_kept_sums_of_the_composite_at_once()
    {
        var now = SloScene.Now(app, Step);
        var whole = SloScene.Now(app, Hour);
        await using var bad = await SceneAsync(now, _ => 20);
        await using var good = await SceneAsync(now, _ => 0);
        // In slices of an hour no pass of its own comes to help.
        await using var made = await MadeJourney.OfAsync(
            bad,
            MadeJourney.Manifest(bad, "weighted", "1h", more: "", (bad.Name, 3), (good.Name, 1))
        );
        await IsExactAsync(made);

        await bad.ApplyAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{{ apiVersion: portal/v1, kind: Correction, metadata: {{ name: {bad.Name}-c }}, spec: {{ slo: {bad.Name}, effect: exclude, from: \"{whole - Duration.FromMinutes(30):uuuu-MM-dd'T'HH:mm:ss}\", duration: 20m, reason: drill }} }}"
            )
        );
        await IsExactAsync(made);

        await bad.ExecuteAsync(
            """
            delete from slo_slice where slo_id = @Id;
            delete from slo_rollup where slo_id = @Id;
            update slo_schedule
            set reading = null, version = version + 1, claimed_until = null, due_at = clock_timestamp()
            where slo_id = any(@Slos)
            """,
            new { bad.Slo.Id, Slos = new[] { bad.Slo.Id, made.Journey.Id } }
        );
        Assert.False((await IsExactAsync(made)).Coverage > 0.9m);
        await bad.ExecuteAsync(
            "update slo_backfill set state = 'Running', reached = until, due_at = clock_timestamp(), version = version + 1 where slo_id = @Id",
            bad.Slo
        );
        await Eventually.TrueAsync(
            async () => (await bad.Get<SloLedger>().StatusAsync(made.Journey, null, Cancellation)).Coverage == 1,
            () => "The journey has the past of its member"
        );
        await IsExactAsync(made);
    }

    [Fact]
    public async Task The_back_test_of_a_composite_compares_sets_of_alerts()
    {
        var now = SloScene.Now(app, Step);
        await using var bad = await SceneAsync(now, at => at >= now - Duration.FromMinutes(20) ? 100 : 0);
        await using var good = await SceneAsync(now, _ => 0);
        await using var made = await MadeJourney.OfAsync(bad, "weighted", (bad.Name, 3), (good.Name, 1));
        var slo = made.Journey.Spec;

        var history = await bad.Get<PreviewSlo>().AskAsync(Actor.Portal, slo, Hour, Cancellation);
        var played = history.Play(slo);
        var compared = history.Compare(slo, played);

        Assert.Equal("presets absolute pyrra remaining", string.Join(' ', compared.Select(one => one.Set.Key)));
        var presets = history.Play(slo.WithAlerts(compared[0].Set.Alerts));
        Assert.Equal((presets.Pages.Count, played.Breaches.Count), (compared[0].Pages, compared[0].Breaches));
        Assert.Equal(1, compared[0].Pages);
    }

    [Fact]
    public async Task Slices_that_hold_no_whole_slices_of_a_member_are_refused_at_both_ends()
    {
        var now = SloScene.Now(app, Step);
        await using var one = await SceneAsync(now, _ => 0);
        await using var two = await SceneAsync(now, _ => 0);
        await one.DefineAsync(slice: "5m");
        var members = new[] { (one.Name, 1), (two.Name, 1) };

        await RefusedAsync(
            () => one.ApplyAsync(MadeJourney.Manifest(one, "allGood", "1m", more: "", members)),
            $"make the timeSliceWindow of {one.Name}-journey 5m"
        );
        await using var made = await MadeJourney.OfAsync(
            one,
            MadeJourney.Manifest(one, "allGood", "5m", more: "", members)
        );
        await RefusedAsync(() => two.DefineAsync(slice: "10m"), $"{one.Name}-journey is judged in slices of 5m");
        await two.DefineAsync(slice: "1m");
    }

    private static async Task RefusedAsync(Func<Task> attempt, string says) =>
        Assert.Contains(says, (await Assert.ThrowsAnyAsync<Exception>(attempt)).ToString(), StringComparison.Ordinal);

    private async Task<SloScene> SceneAsync(Instant now, Func<Instant, long> failures)
    {
        var traffic = new Traffic(Step, _ => 100, failures);
        var scene = await SloScene.SetAsync(app, traffic.OpenMetrics(new Interval(now - (Hour * 3), now + Hour)));
        await scene.DefineAsync();
        await scene.BackfilledAsync();
        return scene;
    }

    /// <summary>What is kept of the last pass is what the members have, added up anew.</summary>
    private static async Task<SloStatus> IsExactAsync(MadeJourney made)
    {
        var ledger = made.Scene.Get<SloLedger>();
        await Eventually.TrueAsync(
            async () =>
            {
                await using var work = await UnitOfWork.BeginAsync(
                    made.Scene.Get<IDbContextFactory<PortalDb>>(),
                    Cancellation
                );
                return (await ledger.NowAsync(work, made.Journey, Cancellation)).Row?.Reading is not null;
            },
            () => "The journey is judged"
        );
        var kept = await ledger.StatusAsync(made.Journey, null, Cancellation);
        var anew = await ledger.StatusAsync(made.Journey, kept.Window.End, Cancellation);
        Assert.Equal((anew.Bad, anew.Total, anew.Coverage), (kept.Bad, kept.Total, kept.Coverage));
        return kept;
    }
}
