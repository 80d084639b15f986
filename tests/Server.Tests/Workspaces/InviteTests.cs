using System.Net;
using System.Security.Cryptography;
using System.Text;
using MDReader.Server.Platform;
using MDReader.Server.Workspaces;
using MDReader.TestKit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Server.Tests.Workspaces;

public sealed class InviteTests : IAsyncLifetime
{
    readonly ManualTime _time = new();
    RunningServer _server = null!;
    TestPerson _ada = null!;
    TestPerson _bob = null!;
    string _workspace = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.Start(
            services => services.AddSingleton<TimeProvider>(_time), ("MDReader:Accounts:AccessTokenLifetime", "100.00:00:00"));
        _ada = await _server.SignUp("Ada");
        _bob = await _server.SignUp("Bob");
        _workspace = await _ada.MakeWorkspace();
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    async Task<(Guid Id, string Token)> Invite(object body)
    {
        var made = await _ada.Http.Ask("POST", $"{_workspace}/invites", body);
        made.Status.ShouldBe(HttpStatusCode.Created, made.Text);
        return (made["id"].GetGuid(), made["token"].GetString()!);
    }

    static Task<Answer> Accept(TestPerson person, string token) =>
        person.Http.Ask("POST", $"/api/v1/invites/{token}/accept");

    Task<Answer> Resend(Guid id) => _ada.Http.Ask("POST", $"/api/v1/invites/{id}/resend");

    Task<Answer> Look(string token) => _server.Http.Ask("GET", $"/api/v1/invites/{token}");

    [Fact]
    public async Task An_invite_says_who_invites_to_what_as_which_role_before_anything_else()
    {
        var (_, token) = await Invite(new { role = "editor", email = "bob@example.org" });

        var shown = await Look(token);

        shown.Status.ShouldBe(HttpStatusCode.OK);
        shown["workspace"].GetString().ShouldBe("Engines");
        shown["invitedBy"].GetString().ShouldBe("Ada");
        shown["role"].GetString().ShouldBe("editor");
        shown["email"].GetString().ShouldBe("b…@example.org");
    }

    [Fact]
    public async Task Who_accepts_is_a_member_with_the_invites_role()
    {
        var (_, token) = await Invite(new { role = "commenter" });

        var accepted = await Accept(_bob, token);

        accepted.Status.ShouldBe(HttpStatusCode.OK);
        accepted["role"].GetString().ShouldBe("commenter");
        (await _bob.Http.Ask("GET", _workspace))["role"].GetString().ShouldBe("commenter");
    }

    [Fact]
    public async Task The_token_is_shown_once_and_kept_only_as_a_hash()
    {
        Task<Answer> Make() => _ada.Http.Ask(
            "POST", $"{_workspace}/invites", new { role = "viewer" }, ("Idempotency-Key", "k1"));

        var made = await Make();
        var token = made["token"].GetString()!;
        made["url"].GetString().ShouldBe($"{_server.Address.GetLeftPart(UriPartial.Authority)}/invite#{token}");

        (await Make()).Text.ShouldNotContain(token);
        (await _ada.Http.Ask("GET", $"{_workspace}/invites")).Text.ShouldNotContain(token);
        var kept = await _server.Services.GetRequiredService<Database>().Read((db, cancellation) =>
            db.Invites.Select(invite => invite.Hash).SingleAsync(cancellation), default);
        kept.ShouldBe(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
        var answer = await _server.Services.GetRequiredService<Database>().Read((db, cancellation) =>
            db.Set<IdempotentAnswer>().Select(kept => kept.Body).SingleAsync(cancellation), default);
        Encoding.UTF8.GetString(answer).ShouldNotContain(token);
    }

    [Fact]
    public async Task An_invite_that_is_expired_used_up_revoked_or_made_up_is_not_there()
    {
        var (_, expired) = await Invite(new { role = "viewer", expiresAt = _time.GetUtcNow().AddHours(1) });
        _time.Advance(TimeSpan.FromHours(1));
        var (_, used) = await Invite(new { role = "viewer", useLimit = 1 });
        using var eve = await _server.SignUp("Eve");
        (await Accept(eve, used)).Status.ShouldBe(HttpStatusCode.OK);
        var (id, revoked) = await Invite(new { role = "viewer" });
        (await _ada.Http.Ask("DELETE", $"/api/v1/invites/{id}")).Status.ShouldBe(HttpStatusCode.NoContent);

        foreach (var token in (string[])[expired, used, revoked, "made-up", new string('x', 43)])
        {
            var looked = await Look(token);
            looked.Status.ShouldBe(HttpStatusCode.NotFound);
            var accepted = await Accept(_bob, token);
            accepted.Problem.ShouldBe("not-found");
            accepted["detail"].GetString().ShouldBe(looked["detail"].GetString());
        }

        (await _bob.Http.Ask("GET", _workspace)).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task An_invite_for_an_address_is_for_that_person_only()
    {
        var (_, token) = await Invite(new { role = "editor", email = _bob.Email.ToUpperInvariant() });
        using var eve = await _server.SignUp("Eve");

        (await Accept(eve, token)).Problem.ShouldBe("not-found");
        (await Accept(_bob, token)).Status.ShouldBe(HttpStatusCode.OK);
        (await Accept(_bob, token)).Problem.ShouldBe("not-found", "an address accepts once");
    }

    [Fact]
    public async Task An_invite_that_is_sent_again_has_a_new_token_and_its_whole_time_and_the_old_one_is_dead()
    {
        var (id, first) = await Invite(new { role = "editor", email = _bob.Email, expiresAt = _time.GetUtcNow().AddHours(2) });
        _time.Advance(TimeSpan.FromHours(3));

        var sent = await Resend(id);

        sent.Status.ShouldBe(HttpStatusCode.OK, sent.Text);
        sent["expiresAt"].GetDateTimeOffset().ShouldBe(_time.GetUtcNow().AddHours(2));
        (await Accept(_bob, first)).Problem.ShouldBe("not-found");
        (await Accept(_bob, sent["token"].GetString()!)).Status.ShouldBe(HttpStatusCode.OK);
        (await Resend(id)).Problem.ShouldBe("not-found", "it was accepted");
        (await Resend(Guid.CreateVersion7())).Problem.ShouldBe("not-found");
        (await _ada.Http.Ask("GET", $"{_workspace}/audit?kind=invite"))["items"].EnumerateArray()
            .Select(entry => entry.GetProperty("event").GetString())
            .ShouldBe(["invite.accepted", "invite.resent", "invite.created"]);
    }

    [Fact]
    public async Task Its_letter_goes_out_again_with_the_new_token()
    {
        var folder = Directory.CreateTempSubdirectory("mdreader-mail-");
        try
        {
            var mailbox = new Mailbox(folder.FullName);
            await using var server = await RunningServer.Start(("MDReader:Mail:Folder", folder.FullName));
            using var ada = await server.SignUp("Ada", mailbox);
            var workspace = await ada.MakeWorkspace();
            var made = await ada.Http.Ask("POST", $"{workspace}/invites", new { role = "viewer", email = "grace@example.org" });
            (await mailbox.Next("grace@example.org", "invites you")).Text.ShouldContain(made["token"].GetString()!);

            var path = $"/api/v1/invites/{made["id"].GetString()}/resend";
            Task<Answer> Send() => ada.Http.Ask("POST", path, body: null, ("Idempotency-Key", "once"));
            var sent = await Send();

            (await mailbox.Next("grace@example.org", "invites you")).Text.ShouldContain(sent["token"].GetString()!);
            (await Send()).Text.ShouldNotContain(sent["token"].GetString()!, Case.Sensitive, "it is shown once");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task The_last_place_is_taken_once()
    {
        var (_, token) = await Invite(new { role = "viewer", useLimit = 1 });
        using var eve = await _server.SignUp("Eve");

        var both = await Task.WhenAll(Accept(_bob, token), Accept(eve, token));

        both.Count(answer => answer.Status == HttpStatusCode.OK).ShouldBe(1);
        both.Count(answer => answer.Problem == "not-found").ShouldBe(1);
    }

    [Fact]
    public async Task Who_is_a_member_already_keeps_the_higher_role_and_takes_no_place()
    {
        var (_, lower) = await Invite(new { role = "viewer", useLimit = 1 });
        var (_, higher) = await Invite(new { role = "editor" });
        await _ada.Http.Ask("PUT", $"{_workspace}/members/{_bob.Id}", new { role = "commenter" });

        (await Accept(_bob, lower))["role"].GetString().ShouldBe("commenter");
        (await Accept(_bob, higher))["role"].GetString().ShouldBe("editor");
        (await Accept(_ada, higher))["role"].GetString().ShouldBe("owner");

        var uses = (await _ada.Http.Ask("GET", $"{_workspace}/invites"))["items"].EnumerateArray()
            .ToDictionary(row => row.GetProperty("role").GetString()!, row => row.GetProperty("uses").GetInt32());
        uses.ShouldBe(new Dictionary<string, int> { ["viewer"] = 0, ["editor"] = 1 }, ignoreOrder: true);
    }

    [Fact]
    public async Task Only_owners_invite_and_see_send_again_and_revoke_invites()
    {
        var (id, _) = await Invite(new { role = "viewer" });
        foreach (var (method, path, body) in new (string, string, object?)[]
        {
            ("GET", $"{_workspace}/invites", null),
            ("POST", $"{_workspace}/invites", new { role = "owner" }),
            ("POST", $"/api/v1/invites/{id}/resend", null),
            ("DELETE", $"/api/v1/invites/{id}", null),
        })
        {
            (await _bob.Http.Ask(method, path, body)).Problem.ShouldBe("not-found", $"{method} {path}");
            await _ada.Http.Ask("PUT", $"{_workspace}/members/{_bob.Id}", new { role = "editor" });
            (await _bob.Http.Ask(method, path, body)).Problem.ShouldBe("forbidden", $"{method} {path}");
            await _ada.Http.Ask("DELETE", $"{_workspace}/members/{_bob.Id}");
        }
    }

    [Theory]
    [InlineData("""{"role": "king"}""", "/role")]
    [InlineData("""{}""", "/role")]
    [InlineData("""{"role": "viewer", "email": "nobody"}""", "/email")]
    [InlineData("""{"role": "viewer", "useLimit": 0}""", "/useLimit")]
    [InlineData("""{"role": "viewer", "useLimit": 1001}""", "/useLimit")]
    [InlineData("""{"role": "viewer", "expiresAt": "2020-01-01T00:00:00Z"}""", "/expiresAt")]
    [InlineData("""{"role": "viewer", "expiresAt": "2099-01-01T00:00:00Z"}""", "/expiresAt")]
    public async Task Flawed_invites_are_refused_with_pointers(string body, string pointer)
    {
        var answer = await _ada.Http.Ask("POST", $"{_workspace}/invites", body);

        answer.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        answer["errors"][0].GetProperty("pointer").GetString().ShouldBe(pointer);
    }

    [Fact]
    public async Task Where_sign_up_is_by_invitation_an_invite_opens_it()
    {
        await using var closed = await RunningServer.Start(("MDReader:Accounts:Signup", "invited"));
        var link = (await closed.Services.GetRequiredService<SetupLink>().Find(default))!;
        var setUp = await closed.Http.Ask("POST", "/api/v1/setup", new
        {
            token = link.Split('#')[1],
            name = "Ada",
            email = "ada@example.org",
            password = People.Password,
            workspace = "Engines",
            tokenDelivery = "body",
        });
        using var ada = closed.As(setUp["accessToken"].GetString()!);
        var invites = $"/api/v1/workspaces/{setUp["workspace.id"].GetString()}/invites";
        var made = await ada.Ask("POST", invites, new { role = "editor", email = "bob@example.org" });
        var invite = made["token"].GetString();

        Task<Answer> SignUp(string email, string? with) => closed.Http.Ask(
            "POST", "/api/v1/auth/signup", new { email, password = People.Password, name = "Bob", invite = with });

        (await SignUp("bob@example.org", null)).Problem.ShouldBe("signup-closed");
        (await SignUp("bob@example.org", "made-up")).Problem.ShouldBe("signup-closed");
        (await SignUp("eve@example.org", invite)).Problem.ShouldBe("signup-closed");
        (await SignUp("bob@example.org", invite)).Status.ShouldBe(HttpStatusCode.Created);
        var signedIn = await closed.Http.Ask(
            "POST", "/api/v1/auth/login", new { email = "bob@example.org", password = People.Password, tokenDelivery = "body" });
        using var bob = closed.As(signedIn["accessToken"].GetString()!);
        (await bob.Ask("POST", $"/api/v1/invites/{invite}/accept"))["role"].GetString().ShouldBe("editor");
    }
}
