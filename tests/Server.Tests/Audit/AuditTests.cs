using System.Net;
using MDReader.Server.Platform;
using MDReader.TestKit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Server.Tests.Audit;

/// <summary>The audit log: what stands in it, who reads it, and that nobody changes it unseen.</summary>
public sealed class AuditTests : IAsyncLifetime
{
    RunningServer _server = null!;
    TestPerson _ada = null!;
    TestPerson _bob = null!;
    string _workspace = null!;
    string _document = null!;

    Guid Chain => Guid.Parse(_workspace.Split('/')[^1]);

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.Start();
        _ada = await _server.SignUp("Ada");
        _bob = await _server.SignUp("Bob");
        _workspace = await _ada.MakeWorkspace();
        _document = await _ada.MakeDocument(_workspace);
    }

    public async ValueTask DisposeAsync()
    {
        _ada.Dispose();
        _bob.Dispose();
        await _server.DisposeAsync();
    }

    Task<Answer> Do(string method, string path, object? body = null) => Contract.Scene.Must(_ada, method, path, body);

    async Task<List<string>> Events() =>
        [.. (await _ada.Http.Ask("GET", $"{_workspace}/audit?limit=200"))["items"].EnumerateArray().Reverse()
            .Select(entry => entry.GetProperty("event").GetString()!)];

    Task<AuditVerdict> Verify(params IReadOnlyList<AuditAnchor> anchors) =>
        _server.Services.GetRequiredService<AuditVerification>().Run(anchors, default);

    Task<int> Tamper(FormattableString sql) => _server.Services.GetRequiredService<Database>().Write(
        (db, token) => db.Database.ExecuteSqlAsync(sql, token), default);

    async Task Fill()
    {
        foreach (var role in (string[])["viewer", "commenter", "editor", "owner"])
        {
            await Do("PUT", $"{_workspace}/members/{_bob.Id}", new { role });
        }
    }

    [Fact]
    public async Task It_is_read_by_person_and_by_kind_page_by_page()
    {
        await Fill();
        await Contract.Scene.Must(_bob, "PUT", $"{_document}/publication", new { });
        await Do("POST", $"{_document}/links", new { role = "viewer" });

        (await Read($"actor={_bob.Id}")).ShouldBe(["page.published"]);
        (await Read("kind=member")).ShouldBe(Enumerable.Repeat("member.changed", 4));
        (await Read("kind=link.created")).ShouldBe(["link.created"]);
        (await Read("kind=link.c")).ShouldBeEmpty();
        (await Read("kind=mem%25")).ShouldBeEmpty();

        var first = await _ada.Http.Ask("GET", $"{_workspace}/audit?kind=member&limit=3");
        var second = await _ada.Http.Ask("GET", $"{_workspace}/audit?kind=member&limit=3&cursor={first["nextCursor"].GetString()}");
        (first["items"].GetArrayLength(), second["items"].GetArrayLength()).ShouldBe((3, 1));
        (await _ada.Http.Ask("GET", $"{_workspace}/audit?kind=link&cursor={first["nextCursor"].GetString()}"))
            .Problem.ShouldBe("cursor-mismatch");

        async Task<List<string>> Read(string filter) =>
            [.. (await _ada.Http.Ask("GET", $"{_workspace}/audit?{filter}"))["items"].EnumerateArray()
                .Select(entry => entry.GetProperty("event").GetString()!)];
    }

    [Fact]
    public async Task An_owner_sees_whether_it_is_whole()
    {
        await Fill();
        var whole = await _ada.Http.Ask("GET", $"{_workspace}/audit/verification");
        (whole["whole"].GetBoolean(), whole["entries"].GetInt64()).ShouldBe((true, (long)(await Events()).Count));

        await Tamper($"update audit_entries set event = 'nothing' where seq = 2");

        var broken = await _ada.Http.Ask("GET", $"{_workspace}/audit/verification");
        broken["whole"].GetBoolean().ShouldBeFalse();
        broken["flaw"].GetString()!.ShouldContain("entry 2 isn't what was written");
    }

    [Fact]
    public async Task What_concerns_a_workspaces_security_stands_in_its_log_in_order()
    {
        await Do("PUT", $"{_workspace}/members/{_bob.Id}", new { role = "viewer" });
        var invite = await Do("POST", $"{_workspace}/invites", new { role = "viewer" });
        await Do("DELETE", $"/api/v1/invites/{invite["id"].GetString()}");
        await Do("PUT", $"{_document}/permissions/{_bob.Id}", new { role = "editor" });
        await Do("DELETE", $"{_document}/permissions/{_bob.Id}");
        var link = await Do("POST", $"{_document}/links", new { role = "viewer", label = "Secret label", password = "Secret river" });
        await Do("PATCH", $"/api/v1/links/{link["id"].GetString()}", new { password = (string?)null });
        (await _server.Http.Ask("POST", $"/api/v1/links/{link["token"].GetString()}/open", new { name = "Secret Grace" }))
            .Status.ShouldBe(HttpStatusCode.OK);
        await Do("DELETE", $"/api/v1/links/{link["id"].GetString()}");
        await Do("POST", $"{_document}/invites", new { email = "secret@example.org", role = "viewer" });
        await Do("PUT", $"{_document}/publication", new { });
        await Do("DELETE", $"{_document}/publication");
        await Contract.Scene.Must(_bob, "POST", $"{_document}/access-requests", new { role = "editor" });
        var request = (await _ada.Http.Ask("GET", $"{_document}/access-requests"))["items"][0].GetProperty("id").GetString();
        await Do("POST", $"{_document}/access-requests/{request}/decline");
        var token = await Do("POST", "/api/v1/me/tokens", new { name = "script" });
        await Do("PATCH", $"/api/v1/me/tokens/{token["id"].GetString()}", new { paused = true });
        await Do("PATCH", $"/api/v1/me/tokens/{token["id"].GetString()}", new { paused = false });
        await Do("DELETE", $"/api/v1/me/tokens/{token["id"].GetString()}");
        await _server.Http.Ask("POST", "/api/v1/auth/login", new { email = _bob.Email, password = "wrong" });
        await Eventually.Holds(async () => (await Events()).Contains("sign-in.failed"), "the failed sign-in in the log");
        await Do("GET", "/api/v1/me/export");
        await Do("DELETE", _document);
        await Do("DELETE", $"{_document}?permanent=true");
        await Do("DELETE", $"{_workspace}/members/{_bob.Id}");

        (await Events()).ShouldBe(
        [
            "workspace.created", "member.changed", "invite.created", "invite.revoked", "permission.changed",
            "permission.removed", "link.created", "link.changed", "link.opened", "link.deleted", "document-invite.created",
            "page.published", "page.unpublished", "access.requested", "access.declined", "token.created", "token.paused",
            "token.resumed", "token.revoked", "sign-in.failed", "account.exported", "document.trashed", "document.purged",
            "member.removed",
        ]);
        var whole = (await _ada.Http.Ask("GET", $"{_workspace}/audit?limit=200")).Text;
        whole.ShouldNotContain("ecret");
        whole.ShouldNotContain("@");
        whole.ShouldNotContain(link["token"].GetString()!);
        (await Verify()).Flaws.ShouldBeEmpty();
    }

    [Fact]
    public async Task Only_owners_read_it_and_page_by_page()
    {
        await Fill();
        await Do("PUT", $"{_workspace}/members/{_bob.Id}", new { role = "editor" });
        (await _bob.Http.Ask("GET", $"{_workspace}/audit")).Problem.ShouldBe("forbidden");

        var seen = new List<long>();
        string? cursor = null;
        do
        {
            var page = await _ada.Http.Ask("GET", $"{_workspace}/audit?limit=2{(cursor is null ? "" : $"&cursor={cursor}")}");
            seen.AddRange(page["items"].EnumerateArray().Select(entry => entry.GetProperty("seq").GetInt64()));
            cursor = page["nextCursor"].GetString();
        }
        while (cursor is not null);

        seen.ShouldBe([6, 5, 4, 3, 2, 1]);
        var changed = (await _ada.Http.Ask("GET", $"{_workspace}/audit"))["items"][0];
        changed.GetProperty("actorName").GetString().ShouldBe("Ada");
        changed.GetProperty("details").GetProperty("from").GetString().ShouldBe("owner");
        changed.GetProperty("details").GetProperty("to").GetString().ShouldBe("editor");
    }

    [Fact]
    public async Task What_was_refused_or_rolled_back_leaves_no_entry()
    {
        var before = await Events();

        (await _bob.Http.Ask("DELETE", _workspace)).Problem.ShouldBe("not-found");
        (await _ada.Http.Ask("DELETE", $"{_workspace}/members/{_ada.Id}")).Problem.ShouldBe("last-owner");
        (await _ada.Http.Ask("PUT", $"{_document}/permissions/{_bob.Id}", new { role = "king" })).Problem.ShouldBe("validation-failed");

        (await Events()).ShouldBe(before);
    }

    [Fact]
    public async Task Many_at_once_make_one_chain()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Do("POST", $"{_document}/links", new { role = "viewer" })));

        (await Events()).Count(@event => @event == "link.created").ShouldBe(20);
        (await Verify()).Flaws.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_changed_entry_shows()
    {
        await Fill();

        await Tamper($"update audit_entries set details = replace(details, 'commenter', 'viewer') where seq = 3 and details like '%commenter%'");

        (await Verify()).Flaws.ShouldHaveSingleItem().ShouldContain("entry 3 isn't what was written");
    }

    [Theory]
    [InlineData("actor_id = null")]
    [InlineData("at = 1")]
    [InlineData("event = 'member.removed'")]
    [InlineData("subject_type = 'robot'")]
    [InlineData("subject_id = null")]
    public async Task A_change_of_any_member_shows(string change)
    {
        await Fill();

        await Tamper(System.Runtime.CompilerServices.FormattableStringFactory.Create($"update audit_entries set {change} where seq = 2"));

        (await Verify()).Flaws.ShouldHaveSingleItem().ShouldContain("entry 2 isn't what was written");
    }

    [Fact]
    public async Task A_removed_entry_shows()
    {
        await Fill();

        await Tamper($"delete from audit_entries where seq = 3");

        (await Verify()).Flaws.ShouldHaveSingleItem().ShouldContain("entry 3 is missing");
    }

    [Fact]
    public async Task Entries_that_changed_places_show()
    {
        await Fill();

        await Tamper($"update audit_entries set seq = 1000 where seq = 3");
        await Tamper($"update audit_entries set seq = 3 where seq = 4");
        await Tamper($"update audit_entries set seq = 4 where seq = 1000");

        (await Verify()).Flaws.ShouldHaveSingleItem().ShouldContain("entry 3 isn't what was written");
    }

    [Fact]
    public async Task A_shortened_chain_shows_by_its_head_and_with_that_changed_by_an_anchor()
    {
        await Fill();
        var anchors = (await Verify()).Heads;
        anchors.ShouldHaveSingleItem().Seq.ShouldBe(5);
        var kept = AuditAnchor.Parse(anchors[0].ToString())!;

        await Tamper($"delete from audit_entries where seq = 5");
        (await Verify()).Flaws.ShouldHaveSingleItem().ShouldContain("its head is 5");

        await Tamper($"update audit_heads set seq = 4, hash = (select hash from audit_entries where seq = 4)");
        (await Verify()).Flaws.ShouldBeEmpty();
        (await Verify(kept)).Flaws.ShouldHaveSingleItem().ShouldContain("an anchor was made at entry 5");

        // Written anew to its length, it is another chain than the anchor's.
        await Do("PUT", $"{_workspace}/members/{_bob.Id}", new { role = "viewer" });
        (await Verify()).Flaws.ShouldBeEmpty();
        (await Verify(kept)).Flaws.ShouldHaveSingleItem().ShouldContain("another one than the anchor's");
    }

    [Fact]
    public async Task A_chain_that_is_gone_as_a_whole_shows_by_its_anchor()
    {
        var kept = (await Verify()).Heads;

        await Tamper($"delete from audit_entries");
        await Tamper($"delete from audit_heads");

        (await Verify()).Flaws.ShouldBeEmpty();
        (await Verify(kept)).Flaws.ShouldHaveSingleItem().ShouldContain($"{Chain}");
    }

    [Fact]
    public async Task Another_workspaces_chain_does_not_stand_in()
    {
        await Fill();
        var other = await _ada.MakeWorkspace();
        await Do("PUT", $"{other}/members/{_bob.Id}", new { role = "viewer" });
        var database = _server.Services.GetRequiredService<Database>();
        var from = await database.Read((db, token) => db.Set<AuditRow>().AsNoTracking()
            .Where(row => row.WorkspaceId == Chain && row.Seq == 2).SingleAsync(token), default);

        await database.Write(async (db, token) =>
        {
            var target = Guid.Parse(other.Split('/')[^1]);
            await db.Set<AuditRow>().Where(row => row.WorkspaceId == target && row.Seq == 2).ExecuteUpdateAsync(
                set => set.SetProperty(row => row.Hash, from.Hash), token);
        }, default);

        (await Verify()).Flaws.Count.ShouldBe(1);
    }
}
