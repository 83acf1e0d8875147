using Portal.Tests.Telemetry;

namespace Portal.Tests.MainJob;

/// <summary>A shop, a Prometheus that scrapes it each second, and replicas of the portal that watch over it.</summary>
internal sealed class Scene : IAsyncDisposable
{
    private const string ErrorRate =
        "sum by (route) (rate(http_requests_total{code=~\"5..\"}[5s])) / sum by (route) (rate(http_requests_total[5s]))";

    private readonly DirectoryInfo data = Directory.CreateTempSubdirectory("portal-");
    private readonly List<PortalProcess> replicas = [];
    private Alertmanager? alertmanager;

    private Scene(Shop shop) => Shop = shop;

    public Shop Shop { get; }

    public PrometheusServer Prometheus { get; private set; } = null!;

    public PortalProcess Portal => replicas[0];

    public IReadOnlyList<PortalProcess> Replicas => replicas;

    /// <param name="replicas">How many portals share one database.</param>
    /// <param name="beside">Whether the same rule also runs in Prometheus and Alertmanager, to the phone of <c>peer</c>.</param>
    public static async Task<Scene> SetAsync(int replicas, bool beside = false)
    {
        var scene = new Scene(await Shop.OpenAsync());
        var scrape = $"""
            scrape_configs: [ {"{"} job_name: shop, static_configs: [ {"{"} targets: ["{scene.Shop.Uri.Authority}"] {"}"} ] {"}"} ]

            """;
        scene.Prometheus = await PrometheusServer.StartAsync(
            scrapeConfigs: beside ? scrape + await scene.AlertingAsync() : scrape
        );
        for (var started = 0; started < replicas; started++)
        {
            scene.replicas.Add(await PortalProcess.StartAsync(scene.data.FullName));
        }

        return scene;
    }

    public Task DefineAsync() => Portal.ApplyAsync(Definitions.Of(Shop.PhoneOf("ana"), Prometheus.Uri, ErrorRate));

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in replicas)
        {
            await replica.DisposeAsync();
        }

        await Prometheus.DisposeAsync();
        await Shop.DisposeAsync();
        if (alertmanager is not null)
        {
            await alertmanager.DisposeAsync();
        }

        data.Delete(recursive: true);
    }

    private async Task<string> AlertingAsync()
    {
        alertmanager = await Alertmanager.StartAsync(Shop.PhoneOf("peer"));
        var rules = Path.Combine(data.FullName, "rules.yml");
        await File.WriteAllTextAsync(
            rules,
            $"""
            groups:
              - name: shop
                interval: 1s
                rules:
                  - alert: checkout-error-rate
                    expr: {ErrorRate} > 0.05
            """
        );
        return $"""
            rule_files: ["{rules}"]
            alerting: {"{"} alertmanagers: [ {"{"} static_configs: [ {"{"} targets: ["{alertmanager.Address}"] {"}"} ] {"}"} ] {"}"}

            """;
    }
}
