using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace MDReader.Server.Platform;

/// <summary>
/// Whose word counts for where a request comes from. Limits are counted by address, and behind a proxy every request has
/// the proxy's: it names the caller's in <c>X-Forwarded-For</c>, and whether they used TLS in <c>X-Forwarded-Proto</c>. From
/// anybody else these headers say nothing.
/// </summary>
static class Proxies
{
    // A proxy on this machine; whoever can call from here could as well be one.
    static readonly IPNetwork[] OnThisMachine = [IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("::1/128")];

    /// <param name="app">Before anything that looks at the address.</param>
    /// <param name="listed">Networks of proxies, as <c>10.0.0.0/16</c> or a single address, with commas between.</param>
    public static void UseProxies(this IApplicationBuilder app, string listed)
    {
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,
            // As many proxies as are known; the first address that isn't one of theirs is the caller's.
            ForwardLimit = null,
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in OnThisMachine.Concat(Read(listed)))
            options.KnownIPNetworks.Add(network);
        app.UseWhen(context => IsForwarded(context.Request.Headers), forwarded => forwarded.UseForwardedHeaders(options));
    }

    static bool IsForwarded(IHeaderDictionary headers) =>
        headers.ContainsKey(ForwardedHeadersDefaults.XForwardedForHeaderName)
        || headers.ContainsKey(ForwardedHeadersDefaults.XForwardedProtoHeaderName);

    static IEnumerable<IPNetwork> Read(string listed) => listed
        .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Select(text => IPNetwork.TryParse(text, out var network) ? network
            : IPAddress.TryParse(text, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
            : throw new InvalidOperationException(
                $"MDREADER_PROXIES names networks such as 10.0.0.0/16, with commas between; \"{text}\" is none."));
}
