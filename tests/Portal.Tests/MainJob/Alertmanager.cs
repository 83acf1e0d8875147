using System.Diagnostics;

namespace Portal.Tests.MainJob;

/// <summary>A real Alertmanager that posts every alert at once to one webhook: what the portal is measured beside.</summary>
internal sealed class Alertmanager : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("alertmanager-");
    private readonly int port = PortalProcess.FreePort();
    private Process? process;

    public string Address => $"127.0.0.1:{port}";

    /// <summary>No alert is left, and none of a group that would hold back the next for its <c>group_interval</c>.</summary>
    public async Task<bool> IsQuietAsync()
    {
        using var http = new HttpClient();
        return await http.GetStringAsync(new Uri($"http://{Address}/api/v2/alerts/groups")) is "[]" or "[]\n";
    }

    public static async Task<Alertmanager> StartAsync(string webhook)
    {
        var alertmanager = new Alertmanager();
        await alertmanager.RunAsync(webhook);
        return alertmanager;
    }

    public ValueTask DisposeAsync()
    {
        process?.Kill();
        process?.WaitForExit();
        process?.Dispose();
        folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private async Task RunAsync(string webhook)
    {
        var configuration = Path.Combine(folder.FullName, "alertmanager.yml");
        await File.WriteAllTextAsync(
            configuration,
            $$"""
            route: { receiver: phone, group_by: [alertname], group_wait: 0s, group_interval: 1s, repeat_interval: 1h }
            receivers: [ { name: phone, webhook_configs: [ { url: "{{webhook}}", send_resolved: false } ] } ]
            """
        );
        process = Process.Start(
            new ProcessStartInfo(
                "prometheus-alertmanager",
                [
                    $"--config.file={configuration}",
                    $"--storage.path={folder.FullName}",
                    $"--web.listen-address={Address}",
                    "--cluster.listen-address=",
                    "--log.level=error",
                ]
            )
            {
                RedirectStandardError = true,
                UseShellExecute = false,
            }
        );
        using var http = new HttpClient();
        await Eventually.TrueAsync(
            async () =>
            {
                try
                {
                    return (await http.GetAsync(new Uri($"http://{Address}/-/ready"))).IsSuccessStatusCode;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            () => "Alertmanager is not ready"
        );
    }
}
