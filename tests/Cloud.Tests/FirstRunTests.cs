using System.Net;
using MDReader.Server.Workspaces;
using MDReader.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Cloud.Tests;

/// <summary>Two processes on one empty PostgreSQL, both on their first run.</summary>
public sealed class FirstRunTests : IAsyncLifetime
{
    PostgresServer? _postgres;
    RunningServer[] _hosts = [];

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(PostgresServer.IsInstalled, "Install PostgreSQL.");
        _postgres = await PostgresServer.Start();
        var database = await _postgres.NewDatabase();
        _hosts = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => RunningServer.Start(("MDReader:Database", database))));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts)
        {
            await host.DisposeAsync();
        }

        if (_postgres is not null)
        {
            await _postgres.DisposeAsync();
        }
    }

    static Task<string?> Link(RunningServer host) => host.Services.GetRequiredService<SetupLink>().Find(default);

    static Task<Answer> SetUp(RunningServer host, string token, string name) => host.Http.Ask("POST", "/api/v1/setup", new
    {
        token,
        name,
        email = $"{name.ToLowerInvariant()}@example.org",
        password = People.Password,
        workspace = "Engines",
        tokenDelivery = "body",
    });

    [Fact]
    public async Task Both_show_the_same_link_and_it_makes_one_administrator()
    {
        var links = await Task.WhenAll(_hosts.Select(Link));
        links[0].ShouldNotBeNull();
        links[1].ShouldBe(links[0]);
        var token = links[0]!.Split('#')[1];

        (await SetUp(_hosts[1], "guess", "Eve")).Problem.ShouldBe("invalid-setup-token");
        var both = await Task.WhenAll(SetUp(_hosts[0], token, "Ada"), SetUp(_hosts[1], token, "Ben"));

        both.Count(answer => answer.Status == HttpStatusCode.OK).ShouldBe(1);
        both.Count(answer => answer.Problem == "setup-finished").ShouldBe(1);
        foreach (var host in _hosts)
        {
            (await Link(host)).ShouldBeNull();
            (await SetUp(host, token, "Eve")).Problem.ShouldBe("setup-finished");
        }
    }

    [Fact]
    public async Task The_link_of_one_opens_at_the_other()
    {
        var token = (await Link(_hosts[0]))!.Split('#')[1];

        var done = await SetUp(_hosts[1], token, "Ada");

        done.Status.ShouldBe(HttpStatusCode.OK);
        using var ada = _hosts[0].As(done["accessToken"].GetString()!);
        (await ada.Ask("GET", "/api/v1/me"))["isAdministrator"].GetBoolean().ShouldBeTrue();
    }
}
