using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using NodaTime;
using Portal.Access;
using Portal.Domain.Slos;
using Portal.Slos.Groups;
using Portal.Tests.MainJob;

namespace Portal.Tests.Slos;

/// <summary>SLOs that are told apart by labels, in a real Prometheus.</summary>
public sealed class GroupTests(PortalApp app)
{
    private static readonly Duration Hour = Duration.FromHours(1);
    private static readonly SliceGrid Hours = new(Hour);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_route_has_a_budget_and_the_worst_comes_first()
    {
        var now = SloScene.Now(app, Hour);
        await using var scene = await SloScene.SetAsync(
            app,
            Samples(now, Duration.FromMinutes(1), 6, [("/cart", 100, 1), ("/pay", 10, 5), ("/a_b", 1000, 0)])
        );
        await scene.DefineAsync(window: "4h", objective: "0.98", more: "groupBy: [ route ]");

        var page = await MeasuredAsync(scene);

        Assert.Equal((3, 1), (page.Groups, page.Missed));
        Assert.Equal("/pay /cart /a_b", string.Join(' ', page.Worst.Select(group => group.Labels["route"])));
        // Four whole hours, or three and the one that is not over.
        var minutes = page.Worst[0].Window.Measured * 60;
        Assert.InRange(minutes, 180, 240);
        Assert.Equal((5m * minutes, 10m * minutes), (page.Worst[0].Window.Bad, page.Worst[0].Window.Total));
        Assert.Equal((1m * minutes, 100m * minutes), (page.Worst[1].Window.Bad, page.Worst[1].Window.Total));
        Assert.Equal(25, page.Worst[0].LastHour.Rate);
        Assert.Equal(0.5m, page.Worst[1].Budget.Remaining);

        Assert.Equal("/a_b", Assert.Single((await AskAsync(scene, "a_b"))!.Worst).Labels["route"]);
        Assert.Empty((await AskAsync(scene, "a%b"))!.Worst);
        Assert.Empty((await AskAsync(scene, "cartpay"))!.Worst);

        using var client = await app.ProgramAsync();
        var answer = await client.GetFromJsonAsync<JsonObject>(
            $"/api/v1/slos/{scene.Name}/groups?limit=1",
            Cancellation
        );
        Assert.Equal("/pay", answer!["worst"]![0]!["labels"]!["route"]!.GetValue<string>());
        Assert.Equal(3, answer["groups"]!.GetValue<int>());
    }

    [Fact]
    public async Task Ten_thousand_groups_are_measured_and_more_are_refused()
    {
        var now = SloScene.Now(app, Hour);
        await using var scene = await SloScene.SetAsync(
            app,
            Samples(
                now,
                Duration.FromMinutes(30),
                3,
                [.. Enumerable.Range(0, 10_000).Select(i => ($"/{i}", 60L, i % 30L))]
            )
        );
        await scene.DefineAsync(window: "2h", objective: "0.9", more: "groupBy: [ route ]");

        var page = await MeasuredAsync(scene);
        Assert.Equal(10_000, page.Groups);
        Assert.Equal(GroupDirectory.Shown, page.Worst.Count);
        Assert.All(page.Worst, group => Assert.Equal(29m / 60, 1 - group.Sli!.Value, 9));

        await scene.DefineAsync(window: "2h", objective: "0.9", more: "groupBy: [ route, code ]");
        GroupPage? refused = null;
        await Eventually.TrueAsync(
            async () => (refused = await AskAsync(scene)) is { Row.Error: not null },
            () => "It is refused"
        );
        Assert.Contains("group by fewer labels", refused!.Row.Error, StringComparison.Ordinal);
        Assert.Equal(0, refused.Groups);
    }

    [Fact]
    public async Task A_backend_that_is_away_keeps_what_is_known_and_groups_end_with_their_slo()
    {
        var now = SloScene.Now(app, Hour);
        await using var scene = await SloScene.SetAsync(
            app,
            Samples(now, Duration.FromMinutes(1), 6, [("/cart", 100, 1)])
        );
        await scene.DefineAsync(window: "4h", more: "groupBy: [ route ]");
        var known = await MeasuredAsync(scene);

        scene.Prometheus.Kill();
        await scene.DefineAsync(window: "5h", more: "groupBy: [ route ]");
        GroupPage? page = null;
        await Eventually.TrueAsync(
            async () => (page = await AskAsync(scene)) is { Row.Error: not null },
            () => "It has no answer"
        );
        Assert.Equal(known.Worst.Select(group => group.Window), page!.Worst.Select(group => group.Window));

        await scene.DefineAsync(window: "5h");
        Assert.Null(await AskAsync(scene));
        using var client = await app.ProgramAsync();
        using var answer = await client.GetAsync(
            new Uri($"/api/v1/slos/{scene.Name}/groups", UriKind.Relative),
            Cancellation
        );
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task A_window_that_grows_again_has_the_hours_that_were_forgotten()
    {
        var now = SloScene.Now(app, Hour);
        await using var scene = await SloScene.SetAsync(
            app,
            Samples(now, Duration.FromMinutes(1), 6, [("/cart", 100, 1)])
        );
        await scene.DefineAsync(window: "5h", more: "groupBy: [ route ]");
        var known = await MeasuredAsync(scene);
        await scene.DefineAsync(window: "2h", more: "groupBy: [ route ]");
        await Eventually.TrueAsync(
            async () => (await AskAsync(scene))!.Worst[0].Window.Measured < known.Worst[0].Window.Measured,
            () => "The window is shorter"
        );

        await scene.DefineAsync(window: "5h", more: "groupBy: [ route ]");
        var again = await MeasuredAsync(scene);

        Assert.Equal(known.Worst[0].Window, again.Worst[0].Window);
    }

    [Fact]
    public async Task A_pass_of_other_labels_is_fenced_off_by_the_new_ones()
    {
        var now = SloScene.Now(app, Hour);
        await using var scene = await SloScene.SetAsync(
            app,
            Samples(now, Duration.FromMinutes(1), 6, [("/cart", 100, 1)])
        );
        await scene.DefineAsync(window: "4h", more: "groupBy: [ route ]");
        var before = await MeasuredAsync(scene);

        await scene.DefineAsync(window: "4h", more: "groupBy: [ code ]");
        var after = await AskAsync(scene);

        Assert.True(after!.Row.Version > before.Row.Version, $"{after.Row.Version} after {before.Row.Version}");
    }

    internal static Task<GroupPage?> AskAsync(SloScene scene, string? contains = null) =>
        scene.Get<GroupDirectory>().WorstAsync(Actor.Portal, scene.Slo, contains, GroupDirectory.Shown, Cancellation);

    internal static async Task<GroupPage> MeasuredAsync(SloScene scene)
    {
        GroupPage? page = null;
        await Eventually.TrueAsync(
            async () =>
                (page = await AskAsync(scene)) is { Row.StandingAt: not null } found
                && found.Row.PastFrom <= found.Row.Target,
            () => $"The groups are measured: {page?.Row.Error}"
        );
        return page!;
    }

    /// <summary>Counters of some routes over whole hours up to now and one more, so many requests and failures a step.</summary>
    internal static string Samples(
        Instant now,
        Duration step,
        int hours,
        IReadOnlyList<(string Route, long Requests, long Failures)> routes
    )
    {
        var text = new StringBuilder("# TYPE requests counter\n");
        var from = Hours.Floor(now) - (Hour * hours);
        foreach (var (route, requests, failures) in routes)
        {
            foreach (var (code, count) in new[] { (200, requests - failures), (500, failures) })
            {
                var value = 1_000L;
                for (var at = from; at <= now + Hour; at += step, value += count)
                {
                    text.Append(
                        CultureInfo.InvariantCulture,
                        $"requests_total{{route=\"{route}\",code=\"{code}\"}} {value} {at.ToUnixTimeSeconds()}\n"
                    );
                }
            }
        }

        return text.ToString();
    }
}
