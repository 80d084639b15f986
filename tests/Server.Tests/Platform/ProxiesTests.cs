using System.Net;
using MDReader.Server.Platform;
using MDReader.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Server.Tests.Platform;

/// <summary>Whose word counts for where a request comes from.</summary>
public sealed class ProxiesTests
{
    [Theory]
    [InlineData("127.0.0.1", "203.0.113.7", "", "203.0.113.7")]
    [InlineData("::1", "2001:db8::7", "", "2001:db8::7")]
    [InlineData("203.0.113.66", "203.0.113.7", "", "203.0.113.66")]
    [InlineData("10.0.3.4", "203.0.113.7", "", "10.0.3.4")]
    [InlineData("10.0.3.4", "203.0.113.7", "10.0.0.0/16", "203.0.113.7")]
    [InlineData("::ffff:10.0.3.4", "203.0.113.7", "10.0.0.0/16", "203.0.113.7")]
    // Each proxy adds whom it heard; what a caller wrote before that isn't reached.
    [InlineData("10.0.3.4", "198.51.100.1, 203.0.113.7, 10.0.9.9", "10.0.0.0/16", "203.0.113.7")]
    [InlineData("10.0.3.4", "198.51.100.1, 203.0.113.7, 192.0.2.2", "10.0.0.0/16, 192.0.2.2", "203.0.113.7")]
    [InlineData("10.0.3.4", "nonsense", "10.0.0.0/16", "10.0.3.4")]
    public async Task A_callers_address_is_what_known_proxies_say(string peer, string forwarded, string known, string expected) =>
        (await Address(peer, forwarded, known)).ShouldBe(IPAddress.Parse(expected));

    [Fact]
    public void A_network_that_is_none_is_refused_at_the_start() =>
        Should.Throw<InvalidOperationException>(() => Address("127.0.0.1", "", "10.0.0.0/99").GetAwaiter().GetResult())
            .Message.ShouldContain("10.0.0.0/99");

    [Fact]
    public async Task People_behind_one_proxy_are_limited_each_by_themselves()
    {
        await using var server = await RunningServer.Start(("MDReader:Limits:ApiPerMinute", "2"));
        foreach (var address in new[] { "203.0.113.7", "203.0.113.8" })
        {
            (await Ask(server, address)).ShouldBe(HttpStatusCode.OK);
            (await Ask(server, address)).ShouldBe(HttpStatusCode.OK);
            (await Ask(server, address)).ShouldBe(HttpStatusCode.TooManyRequests);
        }
    }

    static async Task<HttpStatusCode> Ask(RunningServer server, string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/config");
        request.Headers.Add("X-Forwarded-For", address);
        using var answer = await server.Http.SendAsync(request);
        return answer.StatusCode;
    }

    static async Task<IPAddress?> Address(string peer, string forwarded, string known)
    {
        await using var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        var app = new ApplicationBuilder(services);
        app.UseProxies(known);
        IPAddress? seen = null;
        app.Run(context =>
        {
            seen = context.Connection.RemoteIpAddress;
            return Task.CompletedTask;
        });
        var request = new DefaultHttpContext { RequestServices = services, Connection = { RemoteIpAddress = IPAddress.Parse(peer) } };
        request.Request.Headers["X-Forwarded-For"] = forwarded;
        await app.Build()(request);
        return seen;
    }
}
