using MDReader.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Server.Tests.Accounts;

namespace Server.Tests.Platform;

/// <summary>Every secret there is goes through a server that logs all it can, and none is found in its log.</summary>
public sealed class CanaryTests
{
    const string Other = "lantern-Orchard-52-gates";

    [Fact]
    public async Task No_secret_is_ever_logged()
    {
        var mail = Directory.CreateTempSubdirectory("mdreader-mail-");
        var log = new KeptLog();
        await using var provider = await SignInProvider.Start();
        List<string> secrets = [People.Password, Other, SignInProvider.ClientSecret];
        await using (var server = await RunningServer.Start(
            services =>
            {
                services.AddSingleton<ILoggerProvider>(log);
                services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace));
            },
            [.. provider.Settings(), ("MDReader:Mail:Folder", mail.FullName)]))
        {
            await Sing(server, new Mailbox(mail.FullName), secrets);
        }

        mail.Delete(recursive: true);
        secrets.Count.ShouldBeGreaterThan(15);
        log.Lines.Count.ShouldBeGreaterThan(100);
        foreach (var secret in secrets)
        {
            secret.Length.ShouldBeGreaterThan(5);
            log.Lines.FirstOrDefault(line => line.Contains(secret, StringComparison.Ordinal)).ShouldBeNull();
        }
    }

    static async Task Sing(RunningServer server, Mailbox mailbox, List<string> secrets)
    {
        const string Email = "ada@example.org";
        await Auth("signup", new { email = Email, password = People.Password, name = "Ada" });
        var confirm = (await mailbox.Next(Email, "Confirm")).Code;
        await Auth("confirm", new { email = Email, code = confirm });
        var signedIn = await Auth("login", new { email = Email, password = People.Password, tokenDelivery = "body" });
        var (access, refresh) = (signedIn["accessToken"].GetString()!, signedIn["refreshToken"].GetString()!);
        var renewed = await Auth("refresh", new { refreshToken = refresh });
        secrets.AddRange([confirm, access, refresh, renewed["refreshToken"].GetString()!, renewed["accessToken"].GetString()!]);

        using var ada = server.As(access);
        var token = (await ada.Ask("POST", "/api/v1/me/tokens", new { name = "script" }, ("Idempotency-Key", "k")))["token"].GetString()!;
        using var script = server.As(token);
        var workspace = (await script.Ask("POST", "/api/v1/workspaces", new { name = "Engines" })).Header("Location")!;
        var document = (await script.Ask("POST", $"{workspace}/documents", new { title = "Notes" })).Header("Location")!;
        var ticket = (await script.Ask("POST", $"{document}/realtime-tickets"))["ticket"].GetString()!;
        secrets.AddRange([token, ticket]);
        await using (var client = await LiveClient.Connect(server.Address, document.Split('/')[^1], $"ticket={ticket}"))
        {
            await client.Synced();
        }

        await using (var client = await LiveClient.Connect(server.Address, document.Split('/')[^1], $"token={token}"))
        {
            await client.Synced();
        }

        await Share(server, ada, (workspace, document), secrets);

        var begun = await ada.Ask("POST", "/api/v1/me/second-factor", new { password = People.Password });
        secrets.Add(begun["secret"].GetString()!);
        var recovery = await SecondFactor.Enable(ada, begun["uri"].GetString()!);
        secrets.AddRange(recovery);
        var challenge = (await Auth("login", new { email = Email, password = People.Password }))["challenge"].GetString()!;
        secrets.Add(challenge);
        await Auth("login/second-factor", new { challenge, code = recovery[0] });

        await Auth("password/forgot", new { email = Email });
        var reset = (await mailbox.Next(Email, "new password")).Code;
        secrets.Add(reset);
        await Auth("password/reset", new { email = Email, code = reset, password = Other });

        var visit = new ProviderVisit(server);
        var start = await visit.Visit("/api/v1/auth/providers/oidc/start");
        secrets.AddRange(visit.Cookies.Values);
        var callback = await ProviderVisit.Callback(start.Header("Location")!);
        secrets.AddRange(callback.Query.TrimStart('?').Split('&').Select(pair => pair.Split('=')[1]));
        await visit.Visit(callback.PathAndQuery);

        Task<Answer> Auth(string path, object body) => server.Http.Ask("POST", $"/api/v1/auth/{path}", body);
    }

    // The tokens of links and invites open documents for whoever has them: they are secrets as passwords are.
    static async Task Share(
        RunningServer server, HttpClient ada, (string Workspace, string Document) place, List<string> secrets)
    {
        var link = await ada.Ask("POST", $"{place.Document}/links", new { role = "editor", password = Other });
        var (linkToken, linkId) = (link["token"].GetString()!, link["id"].GetString()!);
        await server.Http.Ask("GET", $"/api/v1/links/{linkToken}");
        await server.Http.Ask("POST", $"/api/v1/links/{linkToken}/open", new { name = "Gus", password = "wrong-lantern" });
        var opened = await server.Http.Ask("POST", $"/api/v1/links/{linkToken}/open", new { name = "Gus", password = Other });
        opened.Status.ShouldBe(System.Net.HttpStatusCode.OK, opened.Text);
        var guest = opened["accessToken"].GetString()!;
        using var gus = server.As(guest);
        var ticket = (await gus.Ask("POST", $"{place.Document}/realtime-tickets"))["ticket"].GetString()!;
        await using (var client = await LiveClient.Connect(server.Address, place.Document.Split('/')[^1], $"ticket={ticket}"))
        {
            await client.Synced();
        }

        var toDocument = (await ada.Ask(
            "POST", $"{place.Document}/invites", new { email = "cleo@example.org", role = "viewer" }))["token"].GetString()!;
        await server.Http.Ask("GET", $"/api/v1/document-invites/{toDocument}");
        await ada.Ask("POST", $"/api/v1/document-invites/{toDocument}/accept");
        var toWorkspace = (await ada.Ask(
            "POST", $"{place.Workspace}/invites", new { email = "dora@example.org", role = "viewer" }))["token"].GetString()!;
        await server.Http.Ask("GET", $"/api/v1/invites/{toWorkspace}");
        await ada.Ask("POST", $"/api/v1/invites/{toWorkspace}/accept");
        await ada.Ask("DELETE", $"/api/v1/links/{linkId}");
        secrets.AddRange([linkToken, "wrong-lantern", guest, ticket, toDocument, toWorkspace]);
    }
}
