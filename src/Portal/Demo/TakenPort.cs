using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace Portal.Demo;

/// <summary>Whoever already listens where the demo's Prometheus should: the one that a killed portal left behind, or a stranger.</summary>
internal static class TakenPort
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    /// <summary>Ends the demo's own Prometheus, if one was left behind.</summary>
    /// <param name="data">The folder by which it is known.</param>
    /// <exception cref="InvalidOperationException">Somebody else listens there.</exception>
    public static async Task FreeAsync(Uri url, string data, CancellationToken cancellationToken)
    {
        if (IsFree(url))
        {
            return;
        }

        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        if (await DataOfAsync(http, url, cancellationToken) != data)
        {
            throw new InvalidOperationException(
                $"Port {url.Port}, where the demo's Prometheus should listen, is taken by another program. End that, or choose another port: PORTAL__DEMO__PROMETHEUSPORT={url.Port + 1}"
            );
        }

        using var response = await http.PostAsync(new Uri(url, "-/quit"), null, cancellationToken);
        using var timer = new PeriodicTimer(LookEvery);
        while (!IsFree(url) && await timer.WaitForNextTickAsync(cancellationToken))
        {
            // it writes what it holds, and ends
        }
    }

    private static bool IsFree(Uri url)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, url.Port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static async Task<string?> DataOfAsync(HttpClient http, Uri url, CancellationToken cancellationToken)
    {
        try
        {
            var flags = await http.GetFromJsonAsync<JsonNode>(new Uri(url, "api/v1/status/flags"), cancellationToken);
            return (string?)flags?["data"]?["storage.tsdb.path"];
        }
        catch (Exception stranger)
            when (stranger is HttpRequestException or System.Text.Json.JsonException or InvalidOperationException
                || (stranger is TaskCanceledException && !cancellationToken.IsCancellationRequested)
            )
        {
            return null;
        }
    }
}
