using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Portal.Tests.Telemetry;

namespace Portal.Tests.Alerting;

/// <summary>A program with one gauge, <c>level</c>, that a real Prometheus scrapes each second.</summary>
internal sealed class Gauge : IAsyncDisposable
{
    private readonly WebApplication app;

    private Gauge(WebApplication app) => this.app = app;

    public double Value { get; set; }

    public static async Task<Gauge> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var gauge = new Gauge(builder.Build());
        gauge.app.MapGet(
            "/metrics",
            () => Results.Text($"level{{route=\"/pay\"}} {gauge.Value:R}\n", "text/plain; version=0.0.4")
        );
        await gauge.app.StartAsync();
        return gauge;
    }

    public Task<PrometheusServer> ScrapedAsync() =>
        PrometheusServer.StartAsync(
            scrapeConfigs: $$"""
            scrape_configs: [ { job_name: gauge, static_configs: [ { targets: ["{{new Uri(
                app.Urls.Single()
            ).Authority}}"] } ] } ]
            """
        );

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
