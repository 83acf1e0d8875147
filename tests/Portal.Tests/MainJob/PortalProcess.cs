using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Portal.Tests.MainJob;

/// <summary>The portal as its users run it: a process of its own, spoken to over HTTP with a token.</summary>
internal sealed class PortalProcess : IAsyncDisposable
{
    private const string Token = "bootstrap-token-of-the-tests";

    private readonly string data;
    private readonly HttpClient http;
    private readonly StringBuilder output = new();
    private Process? process;

    private PortalProcess(string data)
    {
        this.data = data;
        Uri = new($"http://127.0.0.1:{FreePort()}");
        http = new HttpClient { BaseAddress = Uri };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
    }

    public Uri Uri { get; }

    /// <summary>A replica on a data folder; several may share one.</summary>
    public static async Task<PortalProcess> StartAsync(string data)
    {
        var portal = new PortalProcess(data);
        await portal.StartAsync();
        return portal;
    }

    public async Task StartAsync()
    {
        var start = new ProcessStartInfo("dotnet", [ProgramPath])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            Environment =
            {
                ["ASPNETCORE_URLS"] = Uri.ToString(),
                ["PORTAL__DATADIRECTORY"] = data,
                ["PORTAL__BOOTSTRAPTOKEN"] = Token,
            },
        };
        process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => output.AppendLine(line.Data);
        process.ErrorDataReceived += (_, line) => output.AppendLine(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await Eventually.TrueAsync(IsReadyAsync, () => $"The portal is not ready: {output}");
    }

    /// <summary>kill -9: no goodbye of any kind.</summary>
    public void Kill()
    {
        process?.Kill();
        process?.WaitForExit();
        process?.Dispose();
        process = null;
    }

    public async Task ApplyAsync(string manifests)
    {
        using var body = new StringContent(manifests, Encoding.UTF8, "application/yaml");
        using var response = await http.PostAsync("api/v1/manifests", body);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
    }

    public async Task<JsonNode> GetAsync(string path)
    {
        using var response = await http.GetAsync(path);
        return await ReadAsync(response);
    }

    public async Task<JsonNode> PostAsync(string path, string body = "{}")
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await http.PostAsync(path, content);
        return await ReadAsync(response);
    }

    public async Task<string> TextAsync(string path) => await http.GetStringAsync(path);

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
            await process.WaitForExitAsync();
            process.Dispose();
        }

        http.Dispose();
    }

    internal static string ProgramPath
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            var configuration = folder.Parent!.Name;
            while (!File.Exists(Path.Combine(folder.FullName, "Portal.sln")))
            {
                folder = folder.Parent ?? throw new InvalidOperationException("No Portal.sln above the tests");
            }

            return Path.Combine(folder.FullName, "src", "Portal", "bin", configuration, "net10.0", "Portal.dll");
        }
    }

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            using var response = await http.GetAsync("readyz");
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static async Task<JsonNode> ReadAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{response.RequestMessage?.RequestUri}: {text}");
        return JsonNode.Parse(text)!;
    }

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
