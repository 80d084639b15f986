using System.Net;
using System.Net.Http.Headers;
using MDReader.Server.Platform;
using MDReader.TestKit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Server.Tests.Accounts;

public sealed class ProfileTests(SharedServer shared) : IAsyncLifetime
{
    const string Other = "lantern-Orchard-52-gates";
    const string Picture = "/api/v1/me/picture";

    // A PNG of 1 × 1, a WebP of 1 × 1, and the beginning of a JPEG of 3 × 2.
    static readonly byte[] Png = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    static readonly byte[] WebP = Convert.FromBase64String("UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA");

    static readonly byte[] Jpeg =
        [0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xc0, 0, 11, 8, 0, 2, 0, 3, 1, 1, 0x11, 0, 0xff, 0xd9];

    readonly RunningServer _server = shared.Server;
    TestPerson _ada = null!;

    public async ValueTask InitializeAsync() => _ada = await _server.SignUp("Ada");

    public ValueTask DisposeAsync()
    {
        _ada.Dispose();
        return ValueTask.CompletedTask;
    }

    Task<Answer> PutPicture(byte[] bytes, string type) => _ada.Http.Ask(
        "PUT", Picture, new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue(type) } });

    public static TheoryData<byte[], string> Pictures => new() { { Png, "image/png" }, { WebP, "image/webp" }, { Jpeg, "image/jpeg" } };

    [Theory]
    [MemberData(nameof(Pictures))]
    public async Task A_picture_comes_back_as_what_it_is(byte[] bytes, string type)
    {
        // Whatever its sender calls it.
        var put = await PutPicture(bytes, "image/png");
        put["picture"].GetString()!.ShouldStartWith(Picture + "?tag=");

        using var answer = await _ada.Http.GetAsync(put["picture"].GetString());
        (await answer.Content.ReadAsByteArrayAsync()).ShouldBe(bytes);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe(type);
        answer.Headers.GetValues("X-Content-Type-Options").Single().ShouldBe("nosniff");
        answer.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("sandbox");
        (await _ada.Http.Ask("GET", Picture, null, ("If-None-Match", answer.Headers.ETag!.Tag))).Status.ShouldBe(HttpStatusCode.NotModified);

        (await _ada.Http.Ask("DELETE", Picture)).Status.ShouldBe(HttpStatusCode.NoContent);
        (await _ada.Http.Ask("GET", Picture)).Status.ShouldBe(HttpStatusCode.NotFound);
        (await _ada.Http.Ask("GET", "/api/v1/me"))["picture"].ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
    }

    [Fact]
    public async Task What_is_no_picture_or_too_large_is_refused()
    {
        (await PutPicture("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"u8.ToArray(), "image/png"))
            .Problem.ShouldBe("unsupported-media-type");
        (await PutPicture("GIF89a\u0001\0\u0001\0\0\0\0"u8.ToArray(), "image/png")).Problem.ShouldBe("unsupported-media-type");
        (await PutPicture([.. Png[..20]], "image/png")).Problem.ShouldBe("unsupported-media-type");
        (await PutPicture([], "image/png")).Problem.ShouldBe("unsupported-media-type");
        (await PutPicture(Png, "image/svg+xml")).Status.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        (await PutPicture([.. Png, .. new byte[512 * 1024]], "image/png")).Problem.ShouldBe("too-large");

        byte[] bomb = [.. Png];
        bomb[16] = 0x7f;
        (await PutPicture(bomb, "image/png"))["errors"][0].GetProperty("code").GetString().ShouldBe("picture-too-large");
    }

    [Fact]
    public async Task A_new_password_needs_the_old_one_and_ends_the_other_sessions()
    {
        var elsewhere = await _server.Http.Ask(
            "POST", "/api/v1/auth/login", new { email = _ada.Email, password = People.Password, tokenDelivery = "body" });
        using var phone = _server.As(elsewhere["accessToken"].GetString()!);

        (await _ada.Http.Ask("PATCH", "/api/v1/me", new { password = Other })).Problem.ShouldBe("wrong-password");
        (await _ada.Http.Ask("PATCH", "/api/v1/me", new { password = "short", currentPassword = People.Password }))
            ["errors"][0].GetProperty("pointer").GetString().ShouldBe("/password");
        (await phone.Ask("GET", "/api/v1/me")).Status.ShouldBe(HttpStatusCode.OK);

        (await _ada.Http.Ask("PATCH", "/api/v1/me", new { password = Other, currentPassword = People.Password }))
            .Status.ShouldBe(HttpStatusCode.OK);

        (await phone.Ask("GET", "/api/v1/me")).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await _ada.Http.Ask("GET", "/api/v1/me")).Status.ShouldBe(HttpStatusCode.OK);
        (await _server.Http.Ask("POST", "/api/v1/auth/login", new { email = _ada.Email, password = Other })).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Without_mail_another_address_counts_at_once_unless_somebody_has_it()
    {
        using var bob = await _server.SignUp("Bob");
        var email = $"countess-{Guid.NewGuid():N}@example.org";

        (await _ada.Http.Ask("PATCH", "/api/v1/me", new { email = bob.Email, currentPassword = People.Password }))
            .Problem.ShouldBe("email-taken");
        var changed = await _ada.Http.Ask("PATCH", "/api/v1/me", new { email, currentPassword = People.Password });

        changed["email"].GetString().ShouldBe(email);
        changed["emailConfirmed"].GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task Guessing_the_password_of_an_open_session_is_limited()
    {
        for (var guess = 0; guess < 5; guess++)
        {
            (await _ada.Http.Ask("DELETE", "/api/v1/me", new { password = "wrong" })).Problem.ShouldBe("wrong-password");
        }

        (await _ada.Http.Ask("DELETE", "/api/v1/me", new { password = People.Password })).Problem.ShouldBe("rate-limited");
    }

    [Fact]
    public async Task An_export_holds_everything_and_no_secret()
    {
        var workspace = await _ada.MakeWorkspace();
        await _ada.MakeDocument(workspace, "Notes on the engine");
        var made = await _ada.Http.Ask("POST", "/api/v1/me/tokens", new { name = "my script" });
        await PutPicture(Png, "image/png");

        var export = await _ada.Http.Ask("GET", "/api/v1/me/export");

        export.Status.ShouldBe(HttpStatusCode.OK);
        export.Header("Content-Disposition")!.ShouldContain("attachment");
        export["account.profile.email"].GetString().ShouldBe(_ada.Email);
        export["account.picture.mediaType"].GetString().ShouldBe("image/png");
        export["account.sessions"].GetArrayLength().ShouldBe(1);
        export["account.tokens"][0].GetProperty("name").GetString().ShouldBe("my script");
        export["workspaces"][0].GetProperty("role").GetString().ShouldBe("owner");
        export["documents"][0].GetProperty("title").GetString().ShouldBe("Notes on the engine");
        export.Text.ShouldNotContain(made["token"].GetString()!);
        export.Text.ToLowerInvariant().ShouldNotContain("hash");
    }

    [Fact]
    public async Task A_workspace_is_not_left_without_an_owner()
    {
        var workspace = await _ada.MakeWorkspace();
        using var bob = await _server.SignUp("Bob");

        var refused = await _ada.Http.Ask("DELETE", "/api/v1/me", new { password = People.Password });
        refused.Status.ShouldBe(HttpStatusCode.Conflict);
        refused.Problem.ShouldBe("sole-owner");
        workspace.ShouldEndWith(refused["workspaces"][0].GetProperty("id").GetString()!);

        await _ada.Http.Ask("PUT", $"{workspace}/members/{bob.Id}", new { role = "owner" });
        (await _ada.Http.Ask("DELETE", "/api/v1/me", new { password = People.Password })).Status.ShouldBe(HttpStatusCode.NoContent);
        (await bob.Http.Ask("GET", $"{workspace}/members"))["items"].GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task A_deleted_account_opens_nothing_and_leaves_no_name_behind()
    {
        using var bob = await _server.SignUp("Bob");
        var workspace = await bob.MakeWorkspace();
        await bob.Http.Ask("PUT", $"{workspace}/members/{_ada.Id}", new { role = "editor" });
        var document = await _ada.MakeDocument(workspace);
        var made = await _ada.Http.Ask("POST", "/api/v1/me/tokens", new { name = "script", scopes = (string[])["read", "account"] });
        using var script = _server.As(made["token"].GetString()!);
        await PutPicture(Png, "image/png");

        (await _ada.Http.Ask("DELETE", "/api/v1/me", new { password = "wrong" })).Problem.ShouldBe("wrong-password");
        (await _ada.Http.Ask("DELETE", "/api/v1/me", new { password = People.Password })).Status.ShouldBe(HttpStatusCode.NoContent);

        (await _ada.Http.Ask("GET", "/api/v1/me")).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await script.Ask("GET", "/api/v1/me")).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await _server.Http.Ask("POST", "/api/v1/auth/refresh", new { refreshToken = _ada.RefreshToken })).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await _server.Http.Ask("POST", "/api/v1/auth/login", new { email = _ada.Email, password = People.Password })).Problem.ShouldBe("invalid-credentials");
        (await bob.Http.Ask("GET", document))["createdBy"].GetGuid().ShouldBe(_ada.Id);
        (await bob.Http.Ask("PUT", $"{workspace}/members/{_ada.Id}", new { role = "editor" })).Status.ShouldBe(HttpStatusCode.NotFound);
        (await EverythingAbout(_ada.Email)).ShouldBeEmpty();

        // The address is free again.
        (await _server.Http.Ask("POST", "/api/v1/auth/signup", new { email = _ada.Email, password = People.Password, name = "Ada" }))
            .Status.ShouldBe(HttpStatusCode.Created);
    }

    // Every text column of every table.
    async Task<List<string>> EverythingAbout(string email)
    {
        var database = _server.Services.GetRequiredService<Database>();
        return await database.Read(
            async (db, token) =>
            {
                List<string> found = [];
                foreach (var entity in db.Model.GetEntityTypes())
                {
                    foreach (var property in entity.GetProperties().Where(property => property.ClrType == typeof(string)))
                    {
                        var (table, column) = (entity.GetTableName(), property.GetColumnName());
#pragma warning disable EF1002 // Names of the model's own, not of a person.
                        var rows = await db.Database
                            .SqlQueryRaw<int>($"select count(*) as \"Value\" from \"{table}\" where \"{column}\" like {{0}}", $"%{email}%")
                            .SingleAsync(token);
#pragma warning restore EF1002
                        if (rows > 0)
                        {
                            found.Add($"{table}.{column}");
                        }
                    }
                }

                return found;
            },
            default);
    }

    /// <summary>A table that names a person is in their export, and emptied or kept on purpose when they go.</summary>
    [Fact]
    public async Task Every_table_that_names_a_person_is_thought_of()
    {
        string[] exported =
        [
            "User", "Session", "PersonalAccessToken", "ExternalIdentity", "Picture", "SecondFactor", "RecoveryCode",
            "MailedCode", "Membership", "Document", "ClientRow", "CommentThread", "Comment", "Reaction",
            "Invite", "DocumentGrant", "Publication", "SavedVersion",
            "DocumentLink", "LinkVisit", "DocumentInvite", "AccessRequest", "Suggestion", "SuggestedHunk",
            "Notification", "NotificationSettings", "Mute", "PushSubscription", "Attachment", "Job", "AssistantUsage",
        ];
        string[] notOnes = ["IdempotentAnswer", "SignInChallenge", "UpdateRow", "Mention", "TextMention"];

        var database = _server.Services.GetRequiredService<Database>();
        var named = await database.Read(
            (db, _) => Task.FromResult(db.Model.GetEntityTypes()
                .Where(entity => entity.ClrType.Name == "User" || entity.GetProperties().Any(property =>
                    property.Name is "UserId" or "OwnerId" or "AuthorId" or "CreatedBy" or "PrincipalId"
                    || property.Name.EndsWith("By", StringComparison.Ordinal) && property.ClrType.IsAssignableTo(typeof(Guid?))))
                .Select(entity => entity.ClrType.Name)
                .ToList()),
            default);

        named.Except(exported).Except(notOnes).ShouldBeEmpty(
            "add what the table holds on a person to a PersonalData (Read and Erase), and its name here");
    }
}
