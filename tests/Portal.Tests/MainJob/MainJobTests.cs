using System.Diagnostics;

namespace Portal.Tests.MainJob;

/// <summary>
/// The main job, from a real error in a real Prometheus to a measured, written-up incident, with nothing but manifests and the
/// API, against the portal as its users run it.
/// </summary>
public sealed class MainJobTests(ITestOutputHelper output)
{
    [Fact]
    public async Task An_error_becomes_one_incident_one_page_one_acknowledge_and_a_postmortem()
    {
        await using var scene = await Scene.SetAsync(replicas: 1, beside: true);
        await scene.DefineAsync();
        await scene.HealthyAsync();

        scene.Shop.Break();
        var broken = Stopwatch.GetTimestamp();
        await PagedAsync(scene.Shop, "ana");
        await PagedAsync(scene.Shop, "peer");
        Report(scene.Shop, broken);

        var incident = Assert.Single((await scene.Portal.GetAsync("api/v1/incidents?state=open"))["items"]!.AsArray())!;
        Assert.Equal("triggered", (string?)incident["state"]);
        Assert.Equal("checkout", (string?)incident["service"]);
        var number = (long)incident["number"]!;
        var acknowledged = await scene.Portal.PostAsync($"api/v1/incidents/{number}/acknowledge");
        Assert.Equal("acknowledged", (string?)acknowledged["state"]);

        scene.Shop.Mend();
        await Eventually.TrueAsync(
            async () => (string?)(await scene.Portal.GetAsync($"api/v1/incidents/{number}"))["state"] == "resolved",
            () => "The incident is not resolved"
        );
        await WrittenUpAsync(scene.Portal, number);
        Assert.Single(scene.Shop.Received, page => page is { User: "ana", IsPage: true });
    }

    [Fact]
    public async Task Two_portals_on_one_database_open_one_incident_and_page_once()
    {
        await using var scene = await Scene.SetAsync(replicas: 2);
        await scene.DefineAsync();
        await scene.HealthyAsync();

        scene.Shop.Break();
        await PagedAsync(scene.Shop, "ana");

        // Whichever replica is asked, it is the same incident; what the other one did is seen at once.
        var seen = await scene.Replicas[1].GetAsync("api/v1/incidents?state=open");
        var number = (long)Assert.Single(seen["items"]!.AsArray())!["number"]!;
        await scene.Replicas[1].PostAsync($"api/v1/incidents/{number}/acknowledge");
        var again = await scene.Replicas[0].PostAsync($"api/v1/incidents/{number}/acknowledge");
        Assert.Equal("bootstrap", (string?)again["acknowledgedBy"]);
        Assert.Single(scene.Shop.Received, page => page is { User: "ana", IsPage: true });
    }

    [Fact]
    public async Task A_portal_killed_between_the_evaluation_and_the_page_pages_after_its_restart_once()
    {
        await using var scene = await Scene.SetAsync(replicas: 1);
        await scene.DefineAsync();
        await scene.HealthyAsync();

        scene.Shop.SwitchPhones(on: false);
        scene.Shop.Break();
        await OpenAsync(scene.Portal);
        scene.Portal.Kill();
        scene.Shop.SwitchPhones(on: true);
        await scene.Portal.StartAsync();
        await PagedAsync(scene.Shop, "ana");

        await OnlyOneAsync(scene.Portal, scene.Shop);
    }

    [Fact]
    public async Task When_one_of_two_portals_is_killed_the_other_pages_once()
    {
        await using var scene = await Scene.SetAsync(replicas: 2);
        await scene.DefineAsync();
        await scene.HealthyAsync();

        scene.Shop.SwitchPhones(on: false);
        scene.Shop.Break();
        await OpenAsync(scene.Replicas[1]);
        scene.Replicas[0].Kill();
        scene.Shop.SwitchPhones(on: true);
        await PagedAsync(scene.Shop, "ana");

        await OnlyOneAsync(scene.Replicas[1], scene.Shop);
    }

    private static Task PagedAsync(Shop shop, string user) =>
        Eventually.TrueAsync(() => shop.Received.Any(page => page.User == user), $"{user} was not paged");

    private static Task OpenAsync(PortalProcess portal) =>
        Eventually.TrueAsync(
            async () => (await portal.GetAsync("api/v1/incidents?state=open"))["items"]!.AsArray().Count > 0,
            () => "No incident was opened"
        );

    private static async Task OnlyOneAsync(PortalProcess portal, Shop shop)
    {
        var opened = (await portal.GetAsync("api/v1/incidents"))["items"]!.AsArray();
        Assert.Single(opened);
        Assert.Single(shop.Received, page => page is { User: "ana", IsPage: true });
    }

    private static async Task WrittenUpAsync(PortalProcess portal, long number)
    {
        var report = await portal.GetAsync("api/v1/reports/response-times?groupBy=team");
        var group = report["items"]!.AsArray().Single(item => (string?)item!["group"] == "shop")!;
        Assert.Equal(1, (int)group["mtta"]!["n"]!);
        Assert.True((double)group["mtta"]!["median"]! > 0);
        Assert.True((double)group["mttr"]!["median"]! > (double)group["mtta"]!["median"]!);

        var id = (string?)(await portal.GetAsync($"api/v1/incidents/{number}"))["postmortem"];
        var markdown = await portal.TextAsync($"api/v1/postmortems/{id}.md");
        Assert.Contains("acknowledged", markdown, StringComparison.Ordinal);
        Assert.Contains("/pay fails", markdown, StringComparison.Ordinal);
    }

    private void Report(Shop shop, long broken)
    {
        var portal = Seconds(shop, "ana", broken);
        var peer = Seconds(shop, "peer", broken);
        output.WriteLine(
            $"From the first error to the page: portal {portal:0.00} s, Prometheus with Alertmanager (group_wait 0) {peer:0.00} s, difference {portal - peer:+0.00;-0.00} s, both at 1 s intervals."
        );
    }

    private static double Seconds(Shop shop, string user, long since) =>
        Stopwatch.GetElapsedTime(since, shop.Received.First(page => page.User == user).At).TotalSeconds;
}
