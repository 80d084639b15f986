using System.Net;
using System.Text.Json;
using MDReader.Server.Backups;
using MDReader.Server.Platform;
using MDReader.Server.Workspaces;
using MDReader.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Server.Tests.Backups;

/// <summary>The drill: what was backed up is restored into an empty instance, and everything is there.</summary>
public sealed partial class BackupTests : IAsyncLifetime
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mdreader-backup-");
    RunningServer _server = null!;
    TestPerson _ana = null!;
    TestPerson _ben = null!;
    string _workspace = "";
    string _document = "";
    string _file = "";

    string Target => Path.Combine(_folder.FullName, "one");

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.Start(("MDReader:Backups:Folder", Path.Combine(_folder.FullName, "nightly")), ("MDReader:Backups:Keep", "2"));
        _ana = await _server.SignUp("Ana");
        _ben = await _server.SignUp("Ben");
        _workspace = await _ana.MakeWorkspace();
        await _ana.Http.Ask("PUT", $"{_workspace}/members/{_ben.Id}", new { role = "commenter" });
        var outer = await _ana.MakeFolder(_workspace, "Outer");
        var inner = await _ana.MakeFolder(_workspace, "Inner", outer);
        _document = (await _ana.Http.Ask("POST", $"{_workspace}/documents", new { title = "Notes", content = "one ä\r\n", folderId = inner })).Header("Location")!;
        await _ana.Http.Ask("POST", $"{_document}/versions", new { name = "First" });
        await _ana.Put(_document, "one two ä\r\n"u8.ToArray(), ifMatch: "\"1-1\"");
        await _ben.Http.Ask("POST", $"{_document}/threads", new { anchor = new { start = 0, end = 3, @base = "\"1-2\"" }, body = "Why **one**?" });
        await _ana.Http.Ask("PUT", $"{_document}/permissions/{_ben.Id}", new { role = "viewer" });
        _file = await _ana.Attach(_document, Uploads.Png);
    }

    public async ValueTask DisposeAsync()
    {
        _ana.Dispose();
        _ben.Dispose();
        await _server.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    Task Make() => _server.Services.GetRequiredService<Backup>().Make(Target, default);

    Restore Restore => _server.Services.GetRequiredService<Restore>();

    /// <summary>What people see, without what a restored backup begins anew.</summary>
    async Task<List<string>> Seen(HttpClient ana)
    {
        var seen = new List<string>();
        foreach (var path in new[] { "/content", "/threads", "/permissions", "/attachments", "/versions", "" })
        {
            var answer = await ana.Ask("GET", _document + path);
            answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
            seen.Add(Etag().Replace(answer.Text, "etag"));
        }

        var version = (await ana.Ask("GET", $"{_document}/versions"))["items"].EnumerateArray().Last().GetProperty("id");
        seen.Add((await ana.Ask("GET", $"/api/v1/versions/{version}/content")).Text);
        seen.Add((await ana.Ask("GET", $"{_workspace}/members")).Text);
        seen.Add((await ana.Ask("GET", $"{_workspace}/tree")).Text);
        using var http = new HttpClient { BaseAddress = ana.BaseAddress };
        seen.Add(Convert.ToHexString(await http.GetByteArrayAsync((await ana.Ask("GET", _file)).Header("Location"))));
        return seen;
    }

    [Fact]
    public async Task An_empty_instance_becomes_what_was_backed_up()
    {
        await Make();
        var before = await Seen(_ana.Http);
        await _ana.Put(_document, "after the backup"u8.ToArray(), ifMatch: "*");

        await using var other = await RunningServer.Start();
        await other.Services.GetRequiredService<Restore>().Run(Target, default);
        await other.Services.GetRequiredService<InstanceSecrets>().Load(default);

        var signedIn = await other.Http.Ask("POST", "/api/v1/auth/login", new { email = _ana.Email, password = People.Password, tokenDelivery = "body" });
        using var ana = other.As(signedIn["accessToken"].GetString()!);
        (await Seen(ana)).ShouldBe(before);
        // Clients that know what came after the backup must not mix it in.
        (await ana.Ask("GET", $"{_document}/content")).Header("ETag").ShouldNotBe("\"1-2\"");
        (await ana.Ask("PUT", $"{_document}/content", new StringContent("more", System.Text.Encoding.UTF8, "text/markdown"), ("If-Match", "*"))).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_trial_restores_every_row_and_touches_nothing()
    {
        await Make();
        await Restore.Try(Target, default);
        await Restore.Try(Target, default);
        (await _ana.Http.Ask("GET", $"{_document}/content")).Text.ShouldBe("one two ä\r\n");
    }

    [Fact]
    public async Task An_instance_that_is_used_takes_no_backup()
    {
        await Make();
        (await Should.ThrowAsync<BackupException>(() => Restore.Run(Target, default))).Message.ShouldContain("accounts already");
        (await _ana.Http.Ask("GET", $"{_document}/content")).Text.ShouldBe("one two ä\r\n");
    }

    [Fact]
    public async Task Whatever_was_changed_in_a_backup_is_found()
    {
        await Make();
        (await Should.ThrowAsync<BackupException>(Make)).Message.ShouldContain("there already");
        foreach (var file in Directory.GetFiles(Target, "*", SearchOption.AllDirectories))
        {
            var bytes = await File.ReadAllBytesAsync(file);
            // A table without rows is a file without bytes.
            if (bytes.Length > 0)
            {
                var bent = bytes.ToArray();
                bent[bytes.Length / 2] ^= 4;
                await File.WriteAllBytesAsync(file, bent);
                await Should.ThrowAsync<BackupException>(() => Restore.Try(Target, default), file);
            }

            File.Delete(file);
            await Should.ThrowAsync<BackupException>(() => Restore.Try(Target, default), file);
            await File.WriteAllBytesAsync(file, bytes);
        }

        await Restore.Try(Target, default);
    }

    [Fact]
    public async Task Each_night_has_a_backup_that_was_tried_out_and_the_oldest_go()
    {
        var nightly = _server.Services.GetRequiredService<NightlyBackup>();
        var first = (await Verified(nightly)).Place;
        foreach (var older in new[] { "2020-01-01", "2020-01-02" })
        {
            await _server.Services.GetRequiredService<Backup>().MakeFolder(
                Path.Combine(Path.GetDirectoryName(first)!, older), poolWithin: false, default);
        }

        Directory.Delete(first, recursive: true);
        await nightly.MakeIfDue(default);

        var kept = await nightly.All(default);
        kept.Select(backup => backup.Name).ShouldBe([Path.GetFileName(first), "2020-01-02"]);
        foreach (var backup in kept)
        {
            await Restore.Try(backup.Place, default);
        }
    }

    [Fact]
    public async Task A_trial_that_failed_is_repeated_until_it_goes_well()
    {
        var nightly = _server.Services.GetRequiredService<NightlyBackup>();
        var backup = await Verified(nightly);
        var table = Path.Combine(backup.Place, BackupSet.Table("documents"));
        var bytes = await File.ReadAllBytesAsync(table);
        await File.WriteAllBytesAsync(table, [1, 2, 3]);
        File.Delete(Path.Combine(backup.Place, "verified"));

        await Should.ThrowAsync<BackupException>(() => nightly.MakeIfDue(default));
        await Should.ThrowAsync<BackupException>(() => nightly.MakeIfDue(default));
        await File.WriteAllBytesAsync(table, bytes);
        await nightly.MakeIfDue(default);

        (await nightly.All(default)).ShouldHaveSingleItem();
        (await backup.VerifiedAt(default)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_damaged_backup_is_shown_as_one_among_the_others()
    {
        var nightly = _server.Services.GetRequiredService<NightlyBackup>();
        var backup = await Verified(nightly);
        var older = Path.Combine(Path.GetDirectoryName(backup.Place)!, "2020-01-01");
        await _server.Services.GetRequiredService<Backup>().MakeFolder(older, poolWithin: false, default);
        await File.WriteAllTextAsync(Path.Combine(older, BackupSet.ManifestName), "{");
        using var ada = await SetUp();

        var listed = await ada.Ask("GET", "/api/v1/backups");

        var entries = listed["backups"].EnumerateArray().ToList();
        entries.Select(entry => entry.GetProperty("name").GetString()).ShouldBe([backup.Name, "2020-01-01"]);
        entries[0].GetProperty("damage").ValueKind.ShouldBe(JsonValueKind.Null);
        entries[1].GetProperty("damage").GetString()!.ShouldContain("the manifest was changed");
        entries[1].GetProperty("createdAt").GetDateTimeOffset().ShouldBe(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero));
        listed["lastVerifiedRestore"].ValueKind.ShouldBe(JsonValueKind.String);
    }

    [Fact]
    public async Task Administrators_see_when_a_restore_was_last_verified_and_nobody_else_does()
    {
        (await _ana.Http.Ask("GET", "/api/v1/backups")).Problem.ShouldBe("forbidden");
        using var ada = await SetUp();
        var listed = await Eventually.Get(
            async () => await ada.Ask("GET", "/api/v1/backups") is var answer && answer["lastVerifiedRestore"].ValueKind != JsonValueKind.Null ? answer : null,
            "a verified restore");
        listed["isOn"].GetBoolean().ShouldBeTrue();
        listed["backups"][0].GetProperty("attachments").GetInt32().ShouldBeGreaterThanOrEqualTo(0);
    }

    /// <summary>The first night's backup, once it was tried out.</summary>
    static Task<BackupSet> Verified(NightlyBackup nightly) => Eventually.Get(
        async () => await nightly.All(default) is [var one] && await one.VerifiedAt(default) is not null ? one : null, "the first backup");

    /// <summary>The administrator.</summary>
    async Task<HttpClient> SetUp()
    {
        var token = (await _server.Services.GetRequiredService<SetupLink>().Find(default))!.Split('#')[1];
        var done = await _server.Http.Ask("POST", "/api/v1/setup", new { token, name = "Ada", email = "ada@example.org", password = People.Password, workspace = "Engines", tokenDelivery = "body" });
        return _server.As(done["accessToken"].GetString()!);
    }

    [System.Text.RegularExpressions.GeneratedRegex(@"\d+-\d+(?=\\(u0022|""))")]
    private static partial System.Text.RegularExpressions.Regex Etag();
}
