using System.Diagnostics;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Portal.Demo;

/// <summary>A real Prometheus beside the portal: thirty days of history written once, then it scrapes the shop.</summary>
internal sealed class DemoPrometheus(
    DemoShop shop,
    IServer server,
    IOptions<DemoOptions> options,
    IHostApplicationLifetime lifetime,
    ILogger<DemoPrometheus> logger
) : BackgroundService
{
    private static readonly Duration HistoryStep = Duration.FromSeconds(30);

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    private readonly TaskCompletionSource portalStarted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource answers = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Done when it answers queries: what is defined before finds nobody there.</summary>
    public Task Answers => answers.Task;

    public Uri Url => new($"http://127.0.0.1:{options.Value.PrometheusPort}");

    private string Data => Path.Combine(shop.Folder.FullName, "prometheus");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var started = lifetime.ApplicationStarted.Register(() => portalStarted.TrySetResult());
        await portalStarted.Task.WaitAsync(stoppingToken);
        try
        {
            await TakenPort.FreeAsync(Url, Data, stoppingToken);
            await WriteHistoryOnceAsync(stoppingToken);
            await RunAsync(stoppingToken);
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            logger.LogError(
                "The demo needs Prometheus, which is not installed (apt-get install prometheus): {Reason}",
                missing.Message
            );
        }
        catch (InvalidOperationException refused)
        {
            await Console.Out.WriteLineAsync($"\nDemo\n  {refused.Message}\n");
            logger.LogError("The demo has no Prometheus: {Reason}", refused.Message);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // stopping
        }
    }

    private async Task WriteHistoryOnceAsync(CancellationToken cancellationToken)
    {
        if (Directory.Exists(Data))
        {
            return;
        }

        logger.LogInformation("Writing thirty days of the demo shop's history");
        var (made, text) = (Data + ".new", Path.Combine(shop.Folder.FullName, "history.om"));
        await ShopMetrics.WriteHistoryAsync(shop.NewTraffic(), shop.OpenedAt, HistoryStep, text, cancellationToken);
        using var promtool = Start(
            "promtool",
            "tsdb",
            "create-blocks-from",
            "openmetrics",
            "--max-block-duration=720h",
            text,
            made
        );
        _ = promtool.StandardOutput.ReadToEndAsync(cancellationToken); // a line for each block
        var errors = await promtool.StandardError.ReadToEndAsync(cancellationToken);
        await promtool.WaitForExitAsync(cancellationToken);
        File.Delete(text);
        if (promtool.ExitCode != 0)
        {
            throw new InvalidOperationException($"promtool could not write the demo's history: {errors}");
        }

        Directory.Move(made, Data);
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        var configuration = Path.Combine(shop.Folder.FullName, "prometheus.yml");
        await File.WriteAllTextAsync(configuration, Configuration(), cancellationToken);
        using var prometheus = Start(
            "prometheus",
            $"--config.file={configuration}",
            $"--storage.tsdb.path={Data}",
            "--storage.tsdb.retention.time=120d",
            $"--web.listen-address={Url.Authority}",
            "--web.enable-lifecycle",
            "--log.level=error"
        );
        try
        {
            await WaitAsync(prometheus, cancellationToken);
            logger.LogInformation("The demo's Prometheus listens on {Url}", Url);
            answers.TrySetResult();
            var errors = await prometheus.StandardError.ReadToEndAsync(cancellationToken);
            logger.LogError("The demo's Prometheus ended: {Errors}", errors);
        }
        finally
        {
            if (!prometheus.HasExited)
            {
                prometheus.Kill();
            }
        }
    }

    private async Task WaitAsync(Process prometheus, CancellationToken cancellationToken)
    {
        using var http = new HttpClient();
        using var timer = new PeriodicTimer(LookEvery);
        while (!prometheus.HasExited && await timer.WaitForNextTickAsync(cancellationToken))
        {
            try
            {
                using var response = await http.GetAsync(new Uri(Url, "-/ready"), cancellationToken);
                if (response.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // not yet
            }
        }
    }

    private string Configuration()
    {
        var addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        var own = new Uri(
            (addresses.FirstOrDefault() ?? "http://localhost:8080")
                .Replace("[::]", "localhost")
                .Replace("0.0.0.0", "localhost")
        );
        var jobs = ShopRoute.All.Select(route => route.Job).Distinct(StringComparer.Ordinal);
        return "global: { scrape_interval: 5s }\nscrape_configs:\n"
            + string.Concat(
                jobs.Select(job =>
                    $"  - job_name: {job}\n    metrics_path: /demo/metrics/{job}\n    static_configs: [ {{ targets: [\"{own.Authority}\"], labels: {{ instance: {job} }} }} ]\n"
                )
            );
    }

    private static Process Start(string program, params string[] arguments) =>
        Process.Start(
            new ProcessStartInfo(program, arguments)
            {
                RedirectStandardError = true,
                RedirectStandardOutput = true,
                UseShellExecute = false,
            }
        )!;
}
