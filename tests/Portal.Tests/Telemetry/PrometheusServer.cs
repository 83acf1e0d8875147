using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Portal.Tests.Telemetry;

/// <summary>A real Prometheus with a folder of its own, on a free port of this machine.</summary>
/// <remarks>Debian's packages <c>prometheus</c> (the server and promtool) are enough.</remarks>
public sealed class PrometheusServer : IAsyncDisposable
{
    // Samples that are there ahead of now must not keep it from recording what rules come to now.
    private const string Configuration = """
        global: { scrape_interval: 1s }
        storage: { tsdb: { out_of_order_time_window: 6h } }

        """;

    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(30);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("prometheus-");
    private readonly HttpClient http = new();
    private Process? process;

    private PrometheusServer() => Uri = new($"http://127.0.0.1:{FreePort()}");

    /// <summary>The root of its API; the same after a restart.</summary>
    public Uri Uri { get; }

    /// <summary>Starts a server that answers queries.</summary>
    /// <param name="openMetrics">Samples that it holds from the beginning, in the OpenMetrics text format with timestamps.</param>
    /// <param name="scrapeConfigs">The <c>scrape_configs:</c> of its configuration; nothing is scraped without.</param>
    public static async Task<PrometheusServer> StartAsync(string? openMetrics = null, string? scrapeConfigs = null)
    {
        var server = new PrometheusServer();
        await File.WriteAllTextAsync(server.PathOf("prometheus.yml"), Configuration + scrapeConfigs);
        if (openMetrics is not null)
        {
            await server.BackfillAsync(openMetrics);
        }

        await server.RestartAsync();
        return server;
    }

    /// <summary>What promtool says of a file of rules; its exit code is 0 where it is right.</summary>
    public static Task<(int Code, string Says)> CheckAsync(string rules) =>
        PromtoolAsync([("slo.rules.yml", rules)], "check", "rules", "--lint-fatal", "slo.rules.yml");

    /// <summary>
    /// What promtool says when its rule engine has evaluated rules over given series. The test names them by
    /// <c>rule_files: [ slo.rules.yml ]</c>.
    /// </summary>
    public static Task<(int Code, string Says)> TestAsync(string rules, string test) =>
        PromtoolAsync([("slo.rules.yml", rules), ("test.yml", test)], "test", "rules", "test.yml");

    /// <summary>Starts it again with rules that it evaluates.</summary>
    public async Task RestartWithAsync(string rules)
    {
        await File.WriteAllTextAsync(PathOf("given.rules.yml"), rules);
        await File.AppendAllTextAsync(PathOf("prometheus.yml"), "\nrule_files: [ given.rules.yml ]\n");
        await RestartAsync();
    }

    /// <summary>Ends it as a power cut would.</summary>
    public void Kill()
    {
        process?.Kill(entireProcessTree: true);
        process?.WaitForExit();
        process?.Dispose();
        process = null;
    }

    /// <summary>Starts it again with what it had stored.</summary>
    public async Task RestartAsync()
    {
        Kill();
        process = Run(
            "prometheus",
            $"--config.file={PathOf("prometheus.yml")}",
            $"--storage.tsdb.path={PathOf("data")}",
            "--storage.tsdb.retention.time=100y",
            $"--web.listen-address={Uri.Authority}",
            "--log.level=warn"
        );
        await AnswersAsync(process);
    }

    public ValueTask DisposeAsync()
    {
        Kill();
        http.Dispose();
        folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private async Task BackfillAsync(string openMetrics)
    {
        var file = PathOf("samples.om");
        await File.WriteAllTextAsync(file, openMetrics.TrimEnd() + "\n# EOF\n");
        // It reads the whole file once for each block: with blocks of the usual two hours, months take minutes.
        using var promtool = Run(
            "promtool",
            "tsdb",
            "create-blocks-from",
            "openmetrics",
            "--max-block-duration=744h",
            file,
            PathOf("data")
        );
        var output = promtool.StandardOutput.ReadToEndAsync();
        var errors = await promtool.StandardError.ReadToEndAsync();
        await promtool.WaitForExitAsync();
        if (promtool.ExitCode != 0)
        {
            throw new InvalidOperationException($"promtool: {errors}{await output}");
        }
    }

    private async Task AnswersAsync(Process started)
    {
        var errors = started.StandardError.ReadToEndAsync();
        _ = started.StandardOutput.ReadToEndAsync();
        using var patience = new CancellationTokenSource(LongestStart);
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await IsReadyAsync(patience.Token))
        {
            if (started.HasExited)
            {
                throw new InvalidOperationException($"Prometheus ended: {await errors}");
            }

            await beat.WaitForNextTickAsync(patience.Token);
        }
    }

    private async Task<bool> IsReadyAsync(CancellationToken token)
    {
        try
        {
            using var response = await http.GetAsync(new Uri(Uri, "-/ready"), token);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static async Task<(int Code, string Says)> PromtoolAsync(
        IReadOnlyList<(string Name, string Text)> files,
        params IReadOnlyList<string> arguments
    )
    {
        var place = Directory.CreateTempSubdirectory("rules-");
        try
        {
            foreach (var (name, text) in files)
            {
                await File.WriteAllTextAsync(Path.Combine(place.FullName, name), text);
            }

            using var promtool = RunIn(place.FullName, "promtool", arguments);
            var output = promtool.StandardOutput.ReadToEndAsync();
            var errors = await promtool.StandardError.ReadToEndAsync();
            await promtool.WaitForExitAsync();
            return (promtool.ExitCode, errors + await output);
        }
        finally
        {
            place.Delete(recursive: true);
        }
    }

    private static Process Run(string program, params IReadOnlyList<string> arguments) =>
        RunIn(Environment.CurrentDirectory, program, arguments);

    private static Process RunIn(string place, string program, IReadOnlyList<string> arguments) =>
        Process.Start(
            new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = place,
                RedirectStandardOutput = true,
                UseShellExecute = false,
                RedirectStandardError = true,
            }
        ) ?? throw new InvalidOperationException($"{program} did not start");

    private string PathOf(string name) => Path.Combine(folder.FullName, name);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
