using System.Net;
using MDReader.TestKit;

namespace Server.Tests.Sharing;

/// <summary>Invites to one document, bound to an address, on a server that sends mail.</summary>
public sealed class DocumentInviteTests : IAsyncLifetime
{
    Contract.Scene _scene = null!;
    TestPerson _ada = null!;
    string _document = null!;

    public async ValueTask InitializeAsync()
    {
        _scene = await Contract.Scene.Begin();
        _ada = _scene.Owner;
        _document = await _ada.MakeDocument(await _ada.MakeWorkspace(), "Plans <b>& dreams</b>");
    }

    public ValueTask DisposeAsync() => _scene.DisposeAsync();

    Task<Answer> Invite(string email, string role = "editor", object? more = null) =>
        _ada.Http.Ask("POST", $"{_document}/invites", more ?? new { email, role });

    static Task<Answer> Accept(TestPerson person, string token) =>
        person.Http.Ask("POST", $"/api/v1/document-invites/{token}/accept");

    [Fact]
    public async Task A_letter_brings_its_person_into_the_document_and_nobody_else()
    {
        var made = await Invite(_scene.Stranger.Email, more: new
        {
            email = _scene.Stranger.Email.ToUpperInvariant(),
            role = "editor",
            message = "Look at the <i>last</i> page.",
        });
        made.Status.ShouldBe(HttpStatusCode.Created, made.Text);

        var letter = await _scene.Mailbox.Next(_scene.Stranger.Email, "shares Plans");
        letter.Text.ShouldContain("Look at the <i>last</i> page.");
        letter.Html.ShouldContain("Look at the &lt;i&gt;last&lt;/i&gt; page.");
        letter.Html.ShouldContain("Plans &lt;b&gt;&amp; dreams&lt;/b&gt;");
        letter.Html.ShouldNotContain("<b>");
        var token = made["token"].GetString()!;
        letter.Text.ShouldContain(token);

        var shown = await _scene.Server.Http.Ask("GET", $"/api/v1/document-invites/{token}");
        shown["title"].GetString().ShouldBe("Plans <b>& dreams</b>");
        shown["invitedBy"].GetString().ShouldBe("Owner");
        shown["email"].GetString().ShouldBe("s…@example.org");

        (await Accept(_scene.Removed, token)).Problem.ShouldBe("not-found");
        var accepted = await Accept(_scene.Stranger, token);
        accepted["role"].GetString().ShouldBe("editor");
        (await _scene.Stranger.Http.Ask("GET", _document))["role"].GetString().ShouldBe("editor");
        (await Accept(_scene.Stranger, token)).Problem.ShouldBe("not-found");
        var listed = (await _ada.Http.Ask("GET", $"{_document}/invites"))["items"][0];
        listed.GetProperty("uses").GetInt32().ShouldBe(1);
        listed.GetProperty("isOpen").GetBoolean().ShouldBeFalse();
        listed.TryGetProperty("token", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Who_has_not_proven_the_address_does_not_accept()
    {
        // Of the address that somebody changes to, only the code that went there is proof.
        var wanted = $"{Guid.NewGuid():N}@example.org";
        using var mallory = await _scene.SomebodyNew("Mallory");
        await mallory.Http.Ask("PATCH", "/api/v1/me", new { email = wanted, password = People.Password });
        var token = (await Invite(wanted))["token"].GetString()!;

        (await Accept(mallory, token)).Problem.ShouldBe("not-found");
    }

    [Fact]
    public async Task A_revoked_invite_is_good_for_nothing()
    {
        var made = await Invite(_scene.Stranger.Email);

        (await _ada.Http.Ask("DELETE", $"{_document}/invites/{made["id"].GetString()}")).Status.ShouldBe(HttpStatusCode.NoContent);

        (await Accept(_scene.Stranger, made["token"].GetString()!)).Problem.ShouldBe("not-found");
        (await _scene.Server.Http.Ask("GET", $"/api/v1/document-invites/{made["token"].GetString()}")).Problem.ShouldBe("not-found");
        (await _ada.Http.Ask("GET", $"{_document}/invites"))["items"].GetArrayLength().ShouldBe(0);
        (await _ada.Http.Ask("DELETE", $"{_document}/invites/{made["id"].GetString()}")).Problem.ShouldBe("not-found");
    }

    [Fact]
    public async Task An_invite_that_is_sent_again_has_a_new_token_and_the_old_one_is_dead()
    {
        var made = await Invite(_scene.Stranger.Email);
        await _scene.Mailbox.Next(_scene.Stranger.Email, "shares Plans");

        var sent = await _ada.Http.Ask("POST", $"{_document}/invites/{made["id"].GetString()}/resend");

        sent["token"].GetString().ShouldNotBe(made["token"].GetString());
        (await _scene.Mailbox.Next(_scene.Stranger.Email, "shares Plans")).Text.ShouldContain(sent["token"].GetString()!);
        (await Accept(_scene.Stranger, made["token"].GetString()!)).Problem.ShouldBe("not-found");
        (await Accept(_scene.Stranger, sent["token"].GetString()!)).Status.ShouldBe(HttpStatusCode.OK);
        (await _ada.Http.Ask("POST", $"{_document}/invites/{made["id"].GetString()}/resend")).Problem.ShouldBe("not-found");
    }

    [Fact]
    public async Task An_invite_of_another_document_is_not_found_below_this_one()
    {
        var made = await Invite(_scene.Stranger.Email);
        var other = await _ada.MakeDocument(await _ada.MakeWorkspace());

        (await _ada.Http.Ask("DELETE", $"{other}/invites/{made["id"].GetString()}")).Problem.ShouldBe("not-found");
        (await _ada.Http.Ask("POST", $"{other}/invites/{made["id"].GetString()}/resend")).Problem.ShouldBe("not-found");
    }

    [Fact]
    public async Task Who_has_a_higher_role_keeps_it_and_the_invite_stays_unused()
    {
        await Contract.Scene.Must(_ada, "PUT", $"{_document}/permissions/{_scene.Stranger.Id}", new { role = "editor" });
        var made = await Invite(_scene.Stranger.Email, "viewer");

        (await Accept(_scene.Stranger, made["token"].GetString()!))["role"].GetString().ShouldBe("editor");

        (await _ada.Http.Ask("GET", $"{_document}/invites"))["items"][0].GetProperty("uses").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task A_role_by_an_invite_stays_when_the_link_goes_that_its_person_came_by_before()
    {
        var link = await Contract.Scene.Must(_ada, "POST", $"{_document}/links", new { role = "editor" });
        await Contract.Scene.Must(_scene.Stranger, "POST", $"/api/v1/links/{link["token"].GetString()}/open");
        var made = await Invite(_scene.Stranger.Email);
        await Accept(_scene.Stranger, made["token"].GetString()!);

        await Contract.Scene.Must(_ada, "DELETE", $"/api/v1/links/{link["id"].GetString()}");

        (await _scene.Stranger.Http.Ask("GET", _document))["role"].GetString().ShouldBe("editor");
    }

    [Theory]
    [InlineData("""{"email": "nobody", "role": "viewer"}""", "/email")]
    [InlineData("""{"email": "a@example.org", "role": "king"}""", "/role")]
    [InlineData("""{"email": "a@example.org", "role": "viewer", "useLimit": 0}""", "/useLimit")]
    [InlineData("""{"email": "a@example.org", "role": "viewer", "expiresAt": "2020-01-01T00:00:00Z"}""", "/expiresAt")]
    public async Task An_invite_that_makes_no_sense_is_refused(string body, string pointer)
    {
        var refused = await _ada.Http.Ask("POST", $"{_document}/invites", body);

        refused.Problem.ShouldBe("validation-failed");
        refused["errors"][0].GetProperty("pointer").GetString().ShouldBe(pointer);
    }
}
