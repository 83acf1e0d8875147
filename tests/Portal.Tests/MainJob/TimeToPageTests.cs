using System.Diagnostics;
using System.Globalization;

namespace Portal.Tests.MainJob;

/// <summary>How long an error takes to reach a person, beside Prometheus with Alertmanager on the same machine.</summary>
/// <remarks>
/// The same ten rules, over a service each, in both, each at a moment of its own within the second, so that the luck of one moment does not
/// decide. Figures are printed and never asserted. More rounds: <c>benchmarks/README.md</c>.
/// </remarks>
public sealed class TimeToPageTests(ITestOutputHelper output)
{
    private const string Peer = "peer";

    private static readonly string[] Services = [.. Enumerable.Range(0, 10).Select(n => $"shop-{n}")];

    [Fact]
    public async Task Every_error_pages_in_both_worlds_and_the_times_are_printed_side_by_side()
    {
        await using var scene = await Scene.SetAsync(replicas: 1, beside: true, Services);
        await scene.DefineAsync();
        await scene.HealthyAsync();
        var rounds = int.Parse(Environment.GetEnvironmentVariable("ROUNDS") ?? "2", CultureInfo.InvariantCulture);
        var (mine, theirs) = (new List<double>(), new List<double>());

        for (var round = 0; round < rounds; round++)
        {
            var (portal, peer) = await RoundAsync(scene);
            Print(round == 0 ? "first pages of the process" : $"round {round + 1}", portal, peer);
            (mine, theirs) = round == 0 ? (mine, theirs) : ([.. mine, .. portal], [.. theirs, .. peer]);
        }

        Print("all later rounds", mine, theirs);
    }

    private static async Task<(double[] Portal, double[] Peer)> RoundAsync(Scene scene)
    {
        var before = scene.Shop.Received.Count;
        scene.Shop.Break();
        var broken = Stopwatch.GetTimestamp();
        await Eventually.TrueAsync(
            () =>
                Services.All(service =>
                    PageOf(scene, before, "ana", service) is not null
                    && PageOf(scene, before, Peer, service) is not null
                ),
            "Not every rule paged in both worlds"
        );
        scene.Shop.Mend();
        await Eventually.TrueAsync(
            async () =>
                (await scene.Portal.GetAsync("api/v1/incidents?state=open"))["items"]!.AsArray().Count == 0
                && await scene.Alertmanager.IsQuietAsync(),
            () => "It does not come to rest"
        );
        return (Times("ana"), Times(Peer));

        double[] Times(string user) =>
            [
                .. Services.Select(service =>
                    Stopwatch.GetElapsedTime(broken, PageOf(scene, before, user, service)!.At).TotalSeconds
                ),
            ];
    }

    /// <summary>What the portal sends when it is over names the rule too, and is no page.</summary>
    private static ReceivedPage? PageOf(Scene scene, int before, string user, string service) =>
        scene
            .Shop.Received.Skip(before)
            .FirstOrDefault(page =>
                page.User == user
                && (page.IsPage || user == Peer)
                && page.Body.Contains(service, StringComparison.Ordinal)
            );

    private void Print(string what, IReadOnlyList<double> portal, IReadOnlyList<double> peer) =>
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"From the error to the page, {what}, n {portal.Count}: portal median {Median(portal):0.00} s, mean {portal.Average():0.00} s; Prometheus with Alertmanager (group_wait 0) median {Median(peer):0.00} s, mean {peer.Average():0.00} s; difference of means {portal.Average() - peer.Average():+0.00;-0.00} s."
            )
        );

    private static double Median(IReadOnlyList<double> times) => times.Order().ElementAt(times.Count / 2);
}
