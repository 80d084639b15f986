using System.Net;
using System.Net.Sockets;

namespace MDReader.Server.Platform;

/// <summary>All addresses of a host, as they are now.</summary>
delegate Task<IPAddress[]> ResolveHost(string host, CancellationToken cancellationToken);

/// <summary>
/// Keeps requests that this server makes at somebody's bidding out of the network it stands in. What counts is the address
/// really dialled, of all those that the name has: a name may mean another the next time it is asked.
/// </summary>
static class PublicAddresses
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    static readonly IPNetwork[] NotPublic =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
            "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
            "224.0.0.0/3", "::/96", "::ffff:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32",
            "2002::/16", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
        }.Select(network => IPNetwork.Parse(network)),
    ];

    /// <summary>Whether it belongs to the internet at large; what is an IPv4 address in IPv6's clothes is looked at as that.</summary>
    public static bool IsPublic(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return !Array.Exists(NotPublic, network => network.Contains(plain));
    }

    /// <summary>A handler that dials public addresses only, follows no redirect, asks no proxy and tells nothing of its
    /// own.</summary>
    /// <param name="resolve">Asked before each connection.</param>
    /// <param name="allows">Which addresses may be dialled.</param>
    public static SocketsHttpHandler Handler(ResolveHost resolve, Func<IPAddress, bool> allows) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ActivityHeadersPropagator = null,
        ConnectTimeout = Patience,
        ConnectCallback = async (context, cancellationToken) =>
        {
            var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
            var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await resolve(host, cancellationToken);
            // One that isn't public among those that are is a trick, or a mistake.
            if (addresses.Length == 0 || !Array.TrueForAll(addresses, address => allows(address)))
            {
                throw new HttpRequestException($"{host} has an address that isn't public, or none; nothing was sent.");
            }

            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(addresses, port, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
    };
}
