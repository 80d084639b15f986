using System.Net;
using System.Net.Http.Headers;
using MDReader.Server.Workspaces;
using MDReader.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Server.Tests.Accounts;

namespace Server.Tests.Contract;

/// <summary>Operations that something has to come before.</summary>
static class Scripts
{
    const string Other = "lantern-Orchard-52-gates";

    static readonly byte[] Png = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    public static async Task<Answer> SetUp(Scene scene)
    {
        var link = await scene.Server.Services.GetRequiredService<SetupLink>().Find(default);
        var token = link!.Split('=', '#')[^1];
        return await scene.Server.Http.Ask("POST", "/api/v1/setup", new
        {
            token,
            name = "Grace",
            email = $"{Guid.NewGuid():N}@example.org",
            password = People.Password,
            workspace = "Compilers",
        });
    }

    public static Task<Answer> SignUp(Scene scene) =>
        scene.Auth("signup", new { email = $"{Guid.NewGuid():N}@example.org", password = People.Password, name = "Grace" });

    public static async Task<Answer> Confirm(Scene scene)
    {
        var made = await SignUp(scene);
        var email = made["user.email"].GetString()!;
        return await scene.Auth("confirm", new { email, code = (await scene.Mailbox.Next(email, "Confirm")).Code });
    }

    public static async Task<Answer> Reset(Scene scene)
    {
        using var somebody = await scene.SomebodyNew("forgetful");
        await scene.Auth("password/forgot", new { email = somebody.Email });
        var code = (await scene.Mailbox.Next(somebody.Email, "new password")).Code;
        return await scene.Auth("password/reset", new { email = somebody.Email, code, password = Other });
    }

    public static async Task<Answer> ShowSecondFactor(Scene scene)
    {
        using var somebody = await scene.SomebodyNew("careful");
        var begun = await Scene.Must(somebody, "POST", "/api/v1/me/second-factor", new { password = People.Password });
        var codes = await SecondFactor.Enable(somebody.Http, begun["uri"].GetString()!);
        var challenge = (await scene.LogIn(somebody.Email))["challenge"].GetString();
        return await scene.Auth("login/second-factor", new { challenge, code = codes[0] });
    }

    public static async Task<Answer> Refresh(Scene scene) =>
        await scene.Auth("refresh", new { refreshToken = (await scene.LogIn(scene.Stranger.Email))["refreshToken"].GetString() });

    public static async Task<Answer> LogOut(Scene scene) =>
        await scene.Auth("logout", new { refreshToken = (await scene.LogIn(scene.Stranger.Email))["refreshToken"].GetString() });

    public static async Task<Answer> DeleteMe(Scene scene)
    {
        using var somebody = await scene.SomebodyNew("leaving");
        return await somebody.Http.Ask("DELETE", "/api/v1/me", new { password = People.Password });
    }

    public static Task<Answer> PutPicture(Scene scene) => scene.Stranger.Http.Ask(
        "PUT", "/api/v1/me/picture", new ByteArrayContent(Png) { Headers = { ContentType = new MediaTypeHeaderValue("image/png") } });

    public static async Task<Answer> GetPicture(Scene scene)
    {
        await PutPicture(scene);
        return await scene.Stranger.Http.Ask("GET", "/api/v1/me/picture");
    }

    public static async Task<Answer> GetPersonPicture(Scene scene)
    {
        await PutPicture(scene);
        var path = $"/api/v1/people/{scene.Stranger.Id}/picture";
        (await scene.Owner.Http.Ask("GET", path)).Status.ShouldBe(HttpStatusCode.NotFound);
        return await scene.Stranger.Http.Ask("GET", path);
    }

    public static async Task<Answer> RemoveIdentity(Scene scene)
    {
        using var somebody = await scene.SomebodyNew("linked");
        scene.Provider.Claims["sub"] = $"{Guid.NewGuid()}";
        var started = await Scene.Must(somebody, "POST", "/api/v1/me/identities", new { provider = "oidc" });
        var visit = new ProviderVisit(scene.Server);
        visit.Keep(started);
        await visit.Return(started["url"].GetString()!);
        var id = (await somebody.Http.Ask("GET", "/api/v1/me/identities"))["items"][0].GetProperty("id").GetGuid();
        return await OnlyMine(scene, somebody, $"/api/v1/me/identities/{id}");
    }

    public static async Task<Answer> EndSession(Scene scene)
    {
        await scene.LogIn(scene.Owner.Email);
        var sessions = await scene.Owner.Http.Ask("GET", "/api/v1/me/sessions");
        var id = sessions["items"].EnumerateArray().First(session => !session.GetProperty("isCurrent").GetBoolean()).GetProperty("id");
        return await OnlyMine(scene, scene.Owner, $"/api/v1/me/sessions/{id.GetGuid()}");
    }

    public static async Task<Answer> ChangeToken(Scene scene)
    {
        var made = await Scene.Must(scene.Owner, "POST", "/api/v1/me/tokens", new { name = "script" });
        return await OnlyMine(scene, scene.Owner, $"/api/v1/me/tokens/{made["id"].GetGuid()}", "PATCH", new { paused = true });
    }

    public static async Task<Answer> RevokeToken(Scene scene)
    {
        var made = await Scene.Must(scene.Owner, "POST", "/api/v1/me/tokens", new { name = "script" });
        return await OnlyMine(scene, scene.Owner, $"/api/v1/me/tokens/{made["id"].GetGuid()}");
    }

    public static object Subscription() => new
    {
        endpoint = $"https://push.example/{Guid.NewGuid()}",
        keys = new
        {
            p256dh = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
            auth = "BTBZMqHH6r4Tts7J_aSIgg",
        },
    };

    public static async Task<Answer> RemovePushSubscription(Scene scene)
    {
        var made = await Scene.Must(scene.Owner, "POST", "/api/v1/me/push-subscriptions", Subscription());
        return await OnlyMine(scene, scene.Owner, made.Header("Location")!);
    }

    public static async Task<Answer> BeginSecondFactor(Scene scene)
    {
        using var somebody = await scene.SomebodyNew("beginning");
        return await somebody.Http.Ask("POST", "/api/v1/me/second-factor", new { password = People.Password });
    }

    public static async Task<Answer> EnableSecondFactor(Scene scene)
    {
        using var somebody = await scene.SomebodyNew("enabling");
        var begun = await Scene.Must(somebody, "POST", "/api/v1/me/second-factor", new { password = People.Password });
        var secret = SecondFactor.SecretOf(begun["uri"].GetString()!);
        return await somebody.Http.Ask("POST", "/api/v1/me/second-factor/enable", new { code = SecondFactor.Now(secret) });
    }

    public static async Task<Answer> RenewRecoveryCodes(Scene scene)
    {
        using var somebody = await scene.SomebodyNew("renewing");
        var begun = await Scene.Must(somebody, "POST", "/api/v1/me/second-factor", new { password = People.Password });
        await SecondFactor.Enable(somebody.Http, begun["uri"].GetString()!);
        return await somebody.Http.Ask("POST", "/api/v1/me/second-factor/recovery-codes", new { password = People.Password });
    }

    public static async Task<Answer> GetInvitation(Scene scene) =>
        await scene.Server.Http.Ask("GET", $"/api/v1/invites/{await Invitation(scene)}");

    public static async Task<Answer> AcceptInvitation(Scene scene) =>
        await scene.Stranger.Http.Ask("POST", $"/api/v1/invites/{await Invitation(scene)}/accept");

    public static async Task<Answer> GetDocumentInvitation(Scene scene) =>
        await scene.Server.Http.Ask("GET", $"/api/v1/document-invites/{await DocumentInvitation(scene)}");

    public static async Task<Answer> AcceptDocumentInvitation(Scene scene) =>
        await scene.Stranger.Http.Ask("POST", $"/api/v1/document-invites/{await DocumentInvitation(scene)}/accept");

    public static async Task<Answer> RequestAccess(Scene scene) =>
        await scene.Stranger.Http.Ask("POST", $"{await Document(scene)}/access-requests", new { role = "editor" });

    static async Task<string> DocumentInvitation(Scene scene) => (await Scene.Must(
        scene.Owner, "POST", $"{await Document(scene)}/invites", new { email = scene.Stranger.Email, role = "viewer" }))["token"]
        .GetString()!;

    static async Task<string> Document(Scene scene) => await scene.Owner.MakeDocument(await scene.Owner.MakeWorkspace());

    public static async Task<Answer> GetLinkNotice(Scene scene) =>
        await scene.Server.Http.Ask("GET", $"/api/v1/links/{await LinkToken(scene)}");

    public static async Task<Answer> OpenLink(Scene scene) =>
        await scene.Server.Http.Ask("POST", $"/api/v1/links/{await LinkToken(scene)}/open", new { name = "Grace" });

    static async Task<string> LinkToken(Scene scene)
    {
        var made = await Scene.Must(scene.Owner, "POST", $"{await Document(scene)}/links", new { role = "viewer" });
        return made["token"].GetString()!;
    }

    public static async Task<Answer> Exported(Scene scene, string path)
    {
        var queued = await Scene.Must(scene.Owner, "POST", $"{await scene.Owner.MakeWorkspace()}/exports", new { });
        var job = queued.Header("Location")!;
        await Eventually.Holds(async () => (await scene.Owner.Http.Ask("GET", job))["status"].GetString() == "done", "the export");
        return await scene.Owner.Http.Ask("GET", job + path);
    }

    public static async Task<Answer> ListBackups(Scene scene)
    {
        // Whoever runs the instance may have come already.
        var database = scene.Server.Services.GetRequiredService<MDReader.Server.Platform.Database>();
        await database.Write(
            async (db, token) => (await db.Set<MDReader.Server.Accounts.User>().FindAsync([scene.Stranger.Id], token))!.IsAdministrator = true, default);
        return await scene.Stranger.Http.Ask("GET", "/api/v1/backups");
    }

    static async Task<string> Invitation(Scene scene)
    {
        var workspace = await scene.Owner.MakeWorkspace();
        return (await Scene.Must(scene.Owner, "POST", $"{workspace}/invites", new { role = "viewer" }))["token"].GetString()!;
    }

    // A thing of one account's own isn't there for another, nor for nobody.
    static async Task<Answer> OnlyMine(Scene scene, TestPerson owner, string path, string method = "DELETE", object? body = null)
    {
        ((int)(await scene.Server.Http.Ask(method, path, body)).Status).ShouldBe(401);
        ((int)(await scene.Members[MDReader.Server.Access.Role.Editor].Http.Ask(method, path, body)).Status).ShouldBe(404);
        return await owner.Http.Ask(method, path, body);
    }
}
