using System.Net;
using MDReader.Server.Platform;
using MDReader.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Cloud.Tests;

/// <summary>PostgreSQL itself tells processes of what others committed, where there is no Redis.</summary>
public sealed class WakingTests
{
    [Fact]
    public async Task What_one_process_takes_away_another_hears_of_without_looking()
    {
        Assert.SkipUnless(PostgresServer.IsInstalled, "Install PostgreSQL.");
        await using var postgres = await PostgresServer.Start();
        var address = await postgres.NewDatabase();
        await using var one = await RunningServer.Start(("MDReader:Database", address));
        await using var other = await NeverLooking(address);
        var heard = new TaskCompletionSource<Guid>(TaskCreationOptions.RunContinuationsAsynchronously);
        other.Services.GetRequiredService<Signals>().Listen<CredentialRevoked>(revoked => heard.TrySetResult(revoked.CredentialId));

        using var ada = await one.SignUp("Ada");
        var token = (await ada.Http.Ask("POST", "/api/v1/me/tokens", new { name = "short" }))["id"].GetGuid();
        await ada.Http.Ask("DELETE", $"/api/v1/me/tokens/{token}");
        (await heard.Task.WaitAsync(TimeSpan.FromMinutes(1))).ShouldBe(token);
    }

    [Fact]
    public async Task After_PostgreSQL_was_away_it_is_listened_to_again()
    {
        Assert.SkipUnless(PostgresServer.IsInstalled, "Install PostgreSQL.");
        await using var postgres = await PostgresServer.Start();
        var address = await postgres.NewDatabase();
        await using var one = await RunningServer.Start(("MDReader:Database", address));
        await using var other = await NeverLooking(address);
        using var ada = await one.SignUp("Ada");
        var heard = new HashSet<Guid>();
        other.Services.GetRequiredService<Signals>().Listen<CredentialRevoked>(revoked =>
        {
            lock (heard)
                heard.Add(revoked.CredentialId);
        });
        // Whatever is answered meanwhile: connections that were kept are found to be broken.
        using var http = new HttpClient { BaseAddress = one.Address };
        http.DefaultRequestHeaders.Authorization = ada.Http.DefaultRequestHeaders.Authorization;
        await postgres.Stop("immediate");
        await postgres.Resume();
        await Eventually.Holds(async () =>
        {
            var made = await http.Ask("POST", "/api/v1/me/tokens", new { name = "short" });
            if (made.Status != HttpStatusCode.Created)
                return false;
            var token = made["id"].GetGuid();
            await http.Ask("DELETE", $"/api/v1/me/tokens/{token}");
            lock (heard)
                return heard.Contains(token);
        }, "a revocation to be heard of");
    }

    // Its clock stands still, so that it never looks by itself.
    static Task<RunningServer> NeverLooking(string address) => RunningServer.Start(
        services => services.AddSingleton<TimeProvider>(new FakeTime()), ("MDReader:Database", address));
}
