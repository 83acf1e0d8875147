using System.Net;

namespace Portal.Telemetry.Prometheus;

/// <summary>
/// Which addresses the portal connects to on somebody's word. Whoever may enter a backend's address must not be able to read
/// what only this machine can reach: the cloud's metadata service, or the database next door.
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

    public bool Allows(IPAddress address)
    {
        var real = Unwrapped(address);
        return !IsIn(real, Never) && (AllowLoopback || !IsIn(real, Loopback)) && (AllowPrivate || !IsIn(real, Private));
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
internal sealed class AddressRefusedException(string message) : Exception(message);
