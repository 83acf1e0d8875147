using System.Net;
using System.Net.Sockets;

namespace Portal.Access;

/// <summary>Where people let the portal call: backends and webhooks. Every address that a name resolves to is judged.</summary>
/// <remarks>
/// A portal at home calls its own network, so private addresses and loopback are open unless
/// <c>Portal:Outbound:AllowPrivate</c> is false. Link-local addresses, where clouds keep their credentials, never are.
/// Redirects, cookies and proxies are off: an answer cannot lead elsewhere.
/// </remarks>
internal sealed class OutboundHttp : IDisposable
{
    private readonly bool allowPrivate;

    public OutboundHttp(IConfiguration configuration)
    {
        allowPrivate = configuration.GetValue("Portal:Outbound:AllowPrivate", defaultValue: true);
        Client = new HttpClient(CreateHandler()) { Timeout = Timeout.InfiniteTimeSpan };
        Client.DefaultRequestHeaders.UserAgent.ParseAdd("Portal");
    }

    public HttpClient Client { get; }

    public SocketsHttpHandler CreateHandler() =>
        new()
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            ConnectCallback = ConnectAsync,
        };

    public void Dispose() => Client.Dispose();

    private async ValueTask<Stream> ConnectAsync(
        SocketsHttpConnectionContext context,
        CancellationToken cancellationToken
    )
    {
        var host = context.DnsEndPoint.Host;
        var addresses = await Dns.GetHostAddressesAsync(host, cancellationToken);
        if (addresses.FirstOrDefault(address => !IsAllowed(address)) is { } forbidden)
        {
            throw new ForbiddenAddressException($"{host} is {forbidden}, which this portal may not call.");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private bool IsAllowed(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        var bytes = plain.GetAddressBytes();
        return plain.AddressFamily is AddressFamily.InterNetwork
            ? IsAllowed(bytes)
            : !plain.IsIPv6LinkLocal
                && !plain.IsIPv6Multicast
                && !plain.Equals(IPAddress.IPv6Any)
                // AWS keeps its metadata at fd00:ec2::254.
                && bytes is not [0xfd, 0x00, 0x0e, 0xc2, ..]
                && (allowPrivate || !(IPAddress.IsLoopback(plain) || plain.IsIPv6UniqueLocal));
    }

    private bool IsAllowed(byte[] v4) =>
        v4 switch
        {
            [0, ..] or [169, 254, ..] or [>= 224, ..] or [100, 100, 100, 200] => false,
            [127 or 10, ..] or [192, 168, ..] or [172, >= 16 and <= 31, ..] or [100, >= 64 and <= 127, ..] =>
                allowPrivate,
            _ => true,
        };
}

/// <summary>The address is one that the portal must not call.</summary>
internal sealed class ForbiddenAddressException(string message) : Exception(message);
