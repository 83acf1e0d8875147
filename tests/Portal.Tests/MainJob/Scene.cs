using Portal.Tests.Telemetry;

namespace Portal.Tests.MainJob;

/// <summary>A shop, a Prometheus that scrapes it each second, and replicas of the portal that watch over it.</summary>
internal sealed class Scene : IAsyncDisposable
{
    private readonly DirectoryInfo data = Directory.CreateTempSubdirectory("portal-");
    private readonly List<PortalProcess> replicas = [];
    private readonly string[] services;
    private Alertmanager? alertmanager;

    private Scene(Shop shop, string[] services) => (Shop, this.services) = (shop, services);

    public Shop Shop { get; }

    public PrometheusServer Prometheus { get; private set; } = null!;

    public PortalProcess Portal => replicas[0];

    public IReadOnlyList<PortalProcess> Replicas => replicas;

    public Alertmanager Alertmanager => alertmanager!;

    /// <param name="replicas">How many portals share one database.</param>
    /// <param name="beside">Whether the same rules also run in Prometheus and Alertmanager, to the phone of <c>peer</c>.</param>
    /// <param name="services">
    /// Each with one rule; all ask the same in words of their own, and so at moments of their own.
    /// </param>
    public static async Task<Scene> SetAsync(int replicas, bool beside = false, params string[] services)
    {
        var scene = new Scene(await Shop.OpenAsync(), services is [] ? ["checkout"] : services);
        try
        {
            await scene.BeginAsync(replicas, beside);
            return scene;
        }
        catch
        {
            // What was started would outlive the tests, and hold their output open.
            await scene.DisposeAsync();
            throw;
        }
    }

    public Task DefineAsync()
    {
        var people = Definitions.People(Shop.PhoneOf("ana"), Prometheus.Uri);
        var written = services.Select(name => Definitions.Watched(name, ErrorRate(name)));
        return Portal.ApplyAsync(string.Join("\n---\n", written.Prepend(people)));
    }

    /// <summary>Every rule has been evaluated and the shop's counters have a history: from here an error is news.</summary>
    public Task HealthyAsync() =>
        Eventually.TrueAsync(
            async () =>
            {
                var watched = (await Portal.GetAsync("api/v1/rules"))["items"]!.AsArray();
                var query = "api/v1/query?query=count_over_time(http_requests_total{code=\"500\"}[10s])>8";
                using var http = new HttpClient { BaseAddress = Prometheus.Uri };
                var history = await http.GetStringAsync(query);
                return watched.Count == services.Length
                    && watched.All(rule => rule!["lastEvaluation"] is not null)
                    && history.Contains("\"value\"", StringComparison.Ordinal);
            },
            () => "The rules are not evaluated"
        );

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in replicas)
        {
            await replica.DisposeAsync();
        }

        if (Prometheus is not null)
        {
            await Prometheus.DisposeAsync();
        }

        await Shop.DisposeAsync();
        if (alertmanager is not null)
        {
            await alertmanager.DisposeAsync();
        }

        data.Delete(recursive: true);
    }

    private async Task BeginAsync(int count, bool beside)
    {
        var scrape = $$"""
            scrape_configs: [ { job_name: shop, static_configs: [ { targets: ["{{Shop.Uri.Authority}}"] } ] } ]

            """;
        Prometheus = await PrometheusServer.StartAsync(scrapeConfigs: beside ? scrape + await AlertingAsync() : scrape);
        for (var started = 0; started < count; started++)
        {
            replicas.Add(await PortalProcess.StartAsync(data.FullName));
        }
    }

    private async Task<string> AlertingAsync()
    {
        alertmanager = await Alertmanager.StartAsync(Shop.PhoneOf("peer"));
        var file = Path.Combine(data.FullName, "rules.yml");
        // A group each: Prometheus spreads groups over the interval, as the portal does rules.
        var groups = services.Select(name =>
            $$"""  - { name: {{name}}, interval: 1s, rules: [ { alert: {{name}}-error-rate, expr: '{{ErrorRate(name)}} > 0.05' } ] }"""
        );
        await File.WriteAllTextAsync(file, "groups:\n" + string.Join('\n', groups));
        return $$"""
            rule_files: ["{{file}}"]
            alerting: { alertmanagers: [ { static_configs: [ { targets: ["{{alertmanager.Address}}"] } ] } ] }

            """;
    }

    private static string ErrorRate(string service) =>
        $$"""sum by (route) (rate(http_requests_total{code=~"5..",asked!="{{service}}"}[5s])) / sum by (route) (rate(http_requests_total[5s]))""";
}
