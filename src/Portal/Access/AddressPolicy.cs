using System.Net;
using System.Net.Sockets;

namespace Portal.Access;

/// <summary>
/// Which addresses the portal connects to on somebody's word. Whoever may enter the address of a backend or a webhook must not
/// be able to read what only this machine can reach: the cloud's metadata service, or the database next door.
/// </summary>
/// <param name="AllowLoopback">This machine itself: for a backend that runs beside the portal.</param>
/// <param name="AllowPrivate">The networks of the house: where most backends are.</param>
internal sealed record AddressPolicy(bool AllowLoopback = false, bool AllowPrivate = true)
{
    /// <summary>"This network", link-local with the metadata services, multicast and reserved.</summary>
    private static readonly IPNetwork[] Never =
    [
        .. Networks("0.0.0.0/8 169.254.0.0/16 224.0.0.0/4 240.0.0.0/4 100.100.100.200/32"),
        .. Networks("::/128 fe80::/10 fec0::/10 ff00::/8 fd00:ec2::254/128"),
    ];

    private static readonly IPNetwork[] Loopback = Networks("127.0.0.0/8 ::1/128");

    private static readonly IPNetwork[] Private = Networks(
        "10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 100.64.0.0/10 fc00::/7"
    );

    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");
    private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");

    public static AddressPolicy Of(IConfiguration configuration)
    {
        var open = configuration.GetValue("Portal:Outbound:AllowPrivate", defaultValue: true);
        return new AddressPolicy(AllowLoopback: open, AllowPrivate: open);
    }

    /// <summary>
    /// Connects for an HTTP client. Resolves once, judges every address, and connects to those very addresses: a name that
    /// changes in between gains nothing. An answer cannot lead elsewhere either: no redirects, proxies or cookies.
    /// </summary>
    public SocketsHttpHandler CreateHandler() =>
        new()
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            ConnectCallback = (context, token) => ConnectAsync(context.DnsEndPoint, token),
        };

    public bool Allows(IPAddress address)
    {
        var real = Unwrapped(address);
        return !IsIn(real, Never) && (AllowLoopback || !IsIn(real, Loopback)) && (AllowPrivate || !IsIn(real, Private));
    }

    private async ValueTask<Stream> ConnectAsync(DnsEndPoint target, CancellationToken cancellationToken)
    {
        var addresses = IPAddress.TryParse(target.Host, out var literal)
            ? [literal]
            : await Dns.GetHostAddressesAsync(target.Host, cancellationToken);
        if (Array.Find(addresses, address => !Allows(address)) is { } forbidden)
        {
            throw new ForbiddenAddressException($"{target.Host} is {forbidden}, which this portal may not call.");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, target.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>An IPv4 address in IPv6 clothes is what it is underneath.</summary>
    private static IPAddress Unwrapped(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        return Nat64.Contains(address) ? new(address.GetAddressBytes().AsSpan(12, 4))
            : SixToFour.Contains(address) ? new(address.GetAddressBytes().AsSpan(2, 4))
            : address;
    }

    private static bool IsIn(IPAddress address, IPNetwork[] networks) =>
        Array.Exists(networks, one => one.Contains(address));

    private static IPNetwork[] Networks(string list) => [.. list.Split(' ').Select(IPNetwork.Parse)];
}

/// <summary>An address that <see cref="AddressPolicy"/> does not allow.</summary>
internal sealed class ForbiddenAddressException(string message) : Exception(message);
