using System.Net;
using System.Net.Sockets;

namespace Portal.Telemetry.Prometheus;

/// <summary>The HTTP client for backends. One serves all of them: it pools by host, and carries nobody's credentials.</summary>
internal static class BackendHttp
{
    /// <remarks>
    /// A redirect could lead where the address policy would not; a proxy would connect in our place; a cookie would be one
    /// user's for all. The client's own timeout does not cover a body that is read as a stream, so callers bring a token.
    /// </remarks>
    public static HttpClient Create(AddressPolicy policy) =>
        new(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseProxy = false,
                UseCookies = false,
                AutomaticDecompression = DecompressionMethods.All,
                ConnectTimeout = TimeSpan.FromSeconds(5),
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                MaxConnectionsPerServer = 64,
                MaxResponseHeadersLength = 32,
                ConnectCallback = (context, token) => ConnectAsync(context.DnsEndPoint, policy, token),
            }
        )
        {
            Timeout = System.Threading.Timeout.InfiniteTimeSpan,
            DefaultRequestHeaders = { { "User-Agent", "Portal" }, { "Accept", "application/json" } },
        };

    /// <summary>Resolves once, checks every address, and connects to those very addresses: a name that changes in between gains nothing.</summary>
    private static async ValueTask<Stream> ConnectAsync(
        DnsEndPoint target,
        AddressPolicy policy,
        CancellationToken token
    )
    {
        var addresses = IPAddress.TryParse(target.Host, out var literal)
            ? [literal]
            : await Dns.GetHostAddressesAsync(target.Host, token);
        if (Array.Find(addresses, address => !policy.Allows(address)) is { } refused)
        {
            throw new AddressRefusedException($"The address {refused} is not allowed for backends.");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, target.Port, token);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
