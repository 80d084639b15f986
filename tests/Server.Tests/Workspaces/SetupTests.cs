using System.Net;
using MDReader.Server.Workspaces;
using MDReader.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Server.Tests.Workspaces;

public sealed class SetupTests : IAsyncLifetime
{
    RunningServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await RunningServer.Start();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    async Task<string> Token() =>
        (await _server.Services.GetRequiredService<SetupLink>().Find(default))!.Split('#')[1];

    Task<Answer> SetUp(string token, string email = "ada@example.org") => _server.Http.Ask("POST", "/api/v1/setup", new
    {
        token,
        name = "Ada",
        email,
        password = People.Password,
        workspace = "Engines",
        tokenDelivery = "body",
    });

    [Fact]
    public async Task The_link_makes_an_administrator_with_a_workspace_once()
    {
        var token = await Token();

        var done = await SetUp(token);

        done.Status.ShouldBe(HttpStatusCode.OK);
        done["user.isAdministrator"].GetBoolean().ShouldBeTrue();
        done["workspace.role"].GetString().ShouldBe("owner");
        using var ada = _server.As(done["accessToken"].GetString()!);
        (await ada.Ask("GET", "/api/v1/workspaces"))["items"][0].GetProperty("name").GetString().ShouldBe("Engines");

        var again = await SetUp(token, "eve@example.org");
        again.Status.ShouldBe(HttpStatusCode.Gone);
        again.Problem.ShouldBe("setup-finished");
        (await _server.Services.GetRequiredService<SetupLink>().Find(default)).ShouldBeNull();
    }

    [Fact]
    public async Task Only_the_link_of_this_instance_opens()
    {
        var token = await Token();
        await using var other = await RunningServer.Start();
        var others = (await other.Services.GetRequiredService<SetupLink>().Find(default))!.Split('#')[1];

        others.ShouldNotBe(token);
        foreach (var wrong in (string[])[others, "guess", token[..^1], $"{token}A"])
        {
            (await SetUp(wrong)).Problem.ShouldBe("invalid-setup-token");
        }

        (await Token()).ShouldBe(token);
    }

    [Fact]
    public async Task Two_who_use_the_link_at_once_make_one_administrator()
    {
        var token = await Token();

        var both = await Task.WhenAll(SetUp(token), SetUp(token, "eve@example.org"));

        both.Count(answer => answer.Status == HttpStatusCode.OK).ShouldBe(1);
        both.Count(answer => answer.Problem == "setup-finished").ShouldBe(1);
    }

    [Fact]
    public async Task An_address_that_has_an_account_is_told_so_and_the_link_still_works()
    {
        using var ada = await _server.SignUp("Ada");
        var token = await Token();

        (await SetUp(token, ada.Email)).Problem.ShouldBe("email-taken");
        (await SetUp(token)).Status.ShouldBe(HttpStatusCode.OK);
    }
}
