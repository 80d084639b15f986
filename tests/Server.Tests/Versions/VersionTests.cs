using System.Net;
using System.Text;
using MDReader.Server.Platform;
using MDReader.Server.Versions;
using MDReader.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Server.Tests.Versions;

public sealed class VersionTests : IAsyncLifetime
{
    readonly ManualTime _time = new();
    RunningServer _server = null!;
    TestPerson _ana = null!;
    TestPerson _ben = null!;
    string _workspace = "";
    string _document = "";

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.Start(
            services => services.AddSingleton<TimeProvider>(_time), ("MDReader:Versions:KeepHistory", "1.00:00:00"),
            ("MDReader:Accounts:AccessTokenLifetime", "30.00:00:00"), ("MDReader:Collaboration:RowsPerSnapshot", "5"));
        _ana = await _server.SignUp("Ana");
        _ben = await _server.SignUp("Ben");
        _workspace = await _ana.MakeWorkspace();
        await _ana.Http.Ask("PUT", $"{_workspace}/members/{_ben.Id}", new { role = "editor" });
        _document = await _ana.MakeDocument(_workspace);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task The_present_state_can_be_named_and_read_again()
    {
        await Write(_ana, "\uFEFFone\r\ntwo\r\n");
        var made = await _ana.Http.Ask("POST", $"{_document}/versions", new { name = " First " });
        made.Status.ShouldBe(HttpStatusCode.Created);
        (made["name"].GetString(), made["etag"].GetString(), made["automatic"].GetBoolean()).ShouldBe(("First", "\"1-1\"", false));
        made["authors"][0].GetGuid().ShouldBe(_ana.Id);
        (made["inserted"].GetInt32(), made["deleted"].GetInt32()).ShouldBe((8, 0));
        await Write(_ben, "changed");

        var version = made.Header("Location")!;
        (await _ana.Http.Ask("GET", version)).Text.ShouldBe(made.Text);
        (await _ana.Http.GetByteArrayAsync($"{version}/content")).ShouldBe(Encoding.UTF8.GetBytes("\uFEFFone\r\ntwo\r\n"));
        var read = await _ana.Http.Ask("GET", $"{_document}/content?version={IdOf(version)}");
        (read.Text.Trim('\uFEFF'), read.Header("ETag")).ShouldBe(("one\r\ntwo\r\n", "\"1-1\""));
        (await _ana.Http.Ask("GET", $"{_document}/content?version=1-0")).Text.ShouldBe("");
        (await _ana.Http.Ask("HEAD", $"{_document}/content?version=%221-1%22")).Header("ETag").ShouldBe("\"1-1\"");
        (await _ana.Http.Ask("GET", $"{_document}/content?version=1-1", null, ("If-None-Match", "\"1-1\"")))
            .Status.ShouldBe(HttpStatusCode.NotModified);
        foreach (var missing in new[] { "1-9", "2-1", "nonsense", $"{Guid.NewGuid()}" })
            (await _ana.Http.Ask("GET", $"{_document}/content?version={missing}")).Problem.ShouldBe("not-found");
    }

    [Fact]
    public async Task Versions_are_listed_from_the_newest_and_renamed()
    {
        var names = new[] { "one", "two", "three" };
        foreach (var name in names)
        {
            await Write(_ana, name);
            _time.Advance(TimeSpan.FromSeconds(1));
            await _ana.Http.Ask("POST", $"{_document}/versions", new { name });
        }
        var page = await _ana.Http.Ask("GET", $"{_document}/versions?limit=2");
        Names(page).ShouldBe(["three", "two"]);
        Names(await _ana.Http.Ask("GET", $"{_document}/versions?cursor={page["nextCursor"].GetString()}")).ShouldBe(["one"]);

        var version = $"/api/v1/versions/{page["items"][0].GetProperty("id").GetString()}";
        (await _ana.Http.Ask("PATCH", version, new { name = "3" }))["name"].GetString().ShouldBe("3");
        (await _ana.Http.Ask("PATCH", version, new { name = (string?)null }))["name"].ValueKind
            .ShouldBe(System.Text.Json.JsonValueKind.Null);
        (await _ana.Http.Ask("PATCH", version, new { name = "" })).Problem.ShouldBe("validation-failed");
        (await _ana.Http.Ask("POST", $"{_document}/versions", new { })).Problem.ShouldBe("validation-failed");
    }

    [Fact]
    public async Task A_role_decides_about_versions_as_it_does_about_the_text()
    {
        var made = await _ana.Http.Ask("POST", $"{_document}/versions", new { name = "Mine" });
        var version = made.Header("Location")!;
        var stranger = await _server.SignUp("Sam");
        await _ana.Http.Ask("PUT", $"{_workspace}/members/{_ben.Id}", new { role = "commenter" });
        foreach (var (method, path, body, writes) in new (string, string, object?, bool)[]
        {
            ("GET", $"{_document}/versions", null, false),
            ("GET", version, null, false),
            ("GET", $"{version}/content", null, false),
            ("GET", $"{_document}/diff?from=1-0", null, false),
            ("GET", $"{_document}/blame", null, false),
            ("POST", $"{_document}/versions", new { name = "x" }, true),
            ("PATCH", version, new { name = "x" }, true),
            ("POST", $"{_document}/restore-version", new { versionId = IdOf(version) }, true),
        })
        {
            (await stranger.Http.Ask(method, path, body)).Status.ShouldBe(HttpStatusCode.NotFound, path);
            (await _ben.Http.Ask(method, path, body)).Status.ShouldBe(
                writes ? HttpStatusCode.Forbidden : HttpStatusCode.OK, path);
        }
        // A version of another document is no version of this one.
        var other = await _ana.MakeDocument(_workspace);
        (await _ana.Http.Ask("POST", $"{other}/restore-version", new { versionId = IdOf(version) })).Problem.ShouldBe("not-found");
        (await _ana.Http.Ask("GET", $"{other}/content?version={IdOf(version)}")).Problem.ShouldBe("not-found");
        (await _ana.Http.Ask("GET", $"{other}/diff?from={IdOf(version)}")).Problem.ShouldBe("not-found");
    }

    [Fact]
    public async Task A_diff_names_the_words_that_differ()
    {
        await Write(_ana, "The quick fox jumps.\n");
        await Write(_ben, "The slow fox jumps high.\n");
        var diff = await _ana.Http.Ask("GET", $"{_document}/diff?from=1-1");
        (diff["from"].GetString(), diff["to"].GetString()).ShouldBe(("\"1-1\"", "\"1-2\""));
        (diff["inserted"].GetInt32(), diff["deleted"].GetInt32()).ShouldBe((9, 5));
        var hunks = diff["hunks"].EnumerateArray().Select(hunk => (
            hunk.GetProperty("fromStart").GetInt32(), hunk.GetProperty("toStart").GetInt32(),
            hunk.GetProperty("deleted").GetString(), hunk.GetProperty("inserted").GetString())).ToList();
        hunks.ShouldBe([(4, 4, "quick", "slow"), (19, 18, "", " high")]);
        (await _ana.Http.Ask("GET", $"{_document}/diff?from=1-2&to=1-1"))["deleted"].GetInt32().ShouldBe(9);
        (await _ana.Http.Ask("GET", $"{_document}/diff")).Problem.ShouldBe("bad-request");
    }

    [Fact]
    public async Task A_version_is_restored_as_an_edit_and_nothing_is_rewritten()
    {
        await Write(_ana, "first words\n");
        var version = (await _ana.Http.Ask("POST", $"{_document}/versions", new { name = "First" }))["id"].GetGuid();
        await Write(_ben, "other words\n");

        var restored = await _ben.Http.Ask("POST", $"{_document}/restore-version", new { versionId = version });
        (restored.Status, restored["etag"].GetString()).ShouldBe((HttpStatusCode.OK, "\"1-3\""));
        (await _ana.Http.Ask("GET", $"{_document}/content")).Text.ShouldBe("first words\n");
        (await _ana.Http.Ask("GET", $"{_document}/content?version=1-2")).Text.ShouldBe("other words\n");
        (await _ana.Http.Ask("POST", $"{_document}/restore-version", new { })).Problem.ShouldBe("validation-failed");
        (await _ana.Http.Ask("POST", $"{_document}/restore-version", new { versionId = version }, ("If-Match", "\"1-1\"")))
            .Problem.ShouldBe("precondition-failed");
    }

    [Fact]
    public async Task A_key_makes_naming_and_restoring_happen_once_also_while_somebody_types()
    {
        await Write(_ana, "first words\n");
        var naming = () => _ana.Http.Ask("POST", $"{_document}/versions", new { name = "First" }, ("Idempotency-Key", "name"));
        var version = (await naming())["id"].GetGuid();
        (await naming())["id"].GetGuid().ShouldBe(version);
        await Write(_ben, "other words\n");

        var restoring = () => _ben.Http.Ask(
            "POST", $"{_document}/restore-version", new { versionId = version }, ("Idempotency-Key", "restore"));
        (await restoring())["etag"].GetString().ShouldBe("\"1-3\"");
        await Write(_ana, "later words\n");
        (await restoring())["etag"].GetString().ShouldBe("\"1-3\"");
        (await _ana.Http.Ask("GET", $"{_document}/content")).Text.ShouldBe("later words\n");
    }

    [Fact]
    public async Task Blame_names_who_wrote_each_word()
    {
        await Write(_ana, "one two three");
        _time.Advance(TimeSpan.FromHours(1));
        await Write(_ben, "one 2 three", since: "1-1");
        var blame = await _ana.Http.Ask("GET", $"{_document}/blame");
        blame["etag"].GetString().ShouldBe("\"1-2\"");
        blame["runs"].EnumerateArray().Select(run => (
            run.GetProperty("start").GetInt32(), run.GetProperty("end").GetInt32(), run.GetProperty("actor").GetGuid()))
            .ShouldBe([(0, 4, _ana.Id), (4, 5, _ben.Id), (5, 11, _ana.Id)]);
        (blame["runs"][1].GetProperty("at").GetDateTimeOffset() - blame["runs"][0].GetProperty("at").GetDateTimeOffset())
            .ShouldBe(TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task Who_left_and_who_came_by_a_link_keep_their_names_in_the_history()
    {
        await Write(_ben, "one");
        var link = await _ana.Http.Ask("POST", $"{_document}/links", new { role = "editor" });
        var opened = await _server.Http.Ask(
            "POST", $"/api/v1/links/{link["token"].GetString()}/open", new { name = "Grace", tokenDelivery = "body" });
        using var guest = _server.As(opened["accessToken"].GetString()!);
        await guest.Ask("PUT", $"{_document}/content", new StringContent("one two"), ("If-Match", "*"));
        await Write(_ana, "one two three");
        await _ana.Http.Ask("DELETE", $"{_workspace}/members/{_ben.Id}");
        var made = await _ana.Http.Ask("POST", $"{_document}/versions", new { name = "All" });

        var expected = new[] { ("Ben", false), ("Grace", true), ("Ana", false) };
        People(made.Json).ShouldBe(expected);
        People((await _ana.Http.Ask("GET", $"{_document}/versions"))["items"][0]).ShouldBe(expected);
        People((await _ana.Http.Ask("GET", made.Header("Location")!)).Json).ShouldBe(expected);
        People((await _ana.Http.Ask("GET", $"{_document}/blame")).Json).ShouldBe(expected);
        (await guest.Ask("GET", $"{_document}/blame"))["people"][0].GetProperty("id").GetGuid().ShouldBe(_ben.Id);

        static IEnumerable<(string, bool)> People(System.Text.Json.JsonElement answer) => answer.GetProperty("people").EnumerateArray()
            .Select(person => (person.GetProperty("name").GetString()!, person.GetProperty("guest").GetBoolean()));
    }

    [Fact]
    public async Task A_sitting_ends_with_a_version_and_a_long_one_has_one_every_ten_minutes()
    {
        var automatic = _server.Services.GetRequiredService<AutomaticVersions>();
        await Write(_ana, "start");
        _time.Advance(TimeSpan.FromMinutes(4));
        await automatic.Look(default);
        (await Versions()).ShouldBeEmpty();
        await Write(_ben, "start end");
        _time.Advance(TimeSpan.FromMinutes(5));
        await Task.WhenAll(automatic.Look(default), automatic.Look(default));
        var version = (await Versions()).ShouldHaveSingleItem();
        (version.Automatic, version.Etag).ShouldBe((true, "\"1-2\""));
        version.Authors.ShouldBe([_ana.Id, _ben.Id]);
        (version.Inserted, version.Deleted).ShouldBe((9, 0));
        (version.EndedAt - version.StartedAt).ShouldBe(TimeSpan.FromMinutes(4));

        for (var minute = 0; minute < 10; minute++)
        {
            await Write(_ana, $"minute {minute}");
            _time.Advance(TimeSpan.FromMinutes(1));
            await automatic.Look(default);
        }
        (await Versions()).Count.ShouldBe(2);
        _time.Advance(TimeSpan.FromHours(1));
        await automatic.Look(default);
        await automatic.Look(default);
        (await Versions())[0].Etag.ShouldBe("\"1-12\"");
        (await Versions()).Count.ShouldBeLessThanOrEqualTo(3);
    }

    [Fact]
    public async Task Who_writes_all_day_without_a_pause_has_a_version_at_least_every_ten_minutes()
    {
        var (automatic, every) = (_server.Services.GetRequiredService<AutomaticVersions>(), new VersionsOptions());
        for (var time = TimeSpan.Zero; time < TimeSpan.FromHours(4); time += every.LookEvery)
        {
            // No pause is a sitting's end.
            if (time.TotalSeconds % 120 == 0)
                await Write(_ana, $"written after {time}");
            await automatic.Look(default);
            _time.Advance(every.LookEvery);
        }

        var versions = await Versions();

        versions.Count.ShouldBeInRange(23, 25);
        versions.ShouldAllBe(version => version.Automatic && version.EndedAt - version.StartedAt <= every.AtLeastEvery);
        versions.Zip(versions.Skip(1)).ShouldAllBe(pair => pair.First.StartedAt - pair.Second.EndedAt <= TimeSpan.FromMinutes(2));
    }

    [Fact]
    public async Task History_is_cut_off_where_it_is_old_and_named_versions_stay()
    {
        for (var i = 1; i <= 7; i++)
            await Write(_ana, $"text {i}");
        await _ana.Http.Ask("POST", $"{_document}/versions", new { name = "Kept" });
        _time.Advance(TimeSpan.FromDays(2));
        for (var i = 8; i <= 30; i++)
            await Write(_ana, $"text {i}");
        var end = _server.Services.GetRequiredService<HistoryEnd>();
        await Eventually(async () =>
        {
            await end.CutOff(default);
            return (await _ana.Http.Ask("GET", $"{_document}/content?version=1-1")).Problem == "not-found";
        });

        (await _ana.Http.Ask("GET", $"{_document}/content")).Text.ShouldBe("text 30");
        (await _ana.Http.Ask("GET", $"{_document}/content?version=1-29")).Text.ShouldBe("text 29");
        var version = (await _ana.Http.Ask("GET", $"{_document}/versions"))["items"][0].GetProperty("id").GetString();
        (await _ana.Http.Ask("GET", $"/api/v1/versions/{version}/content")).Text.ShouldBe("text 7");
        (await _ana.Put(_document, "x"u8.ToArray(), since: "1-1")).Problem.ShouldBe("base-unavailable");
        (await _ana.Http.Ask("GET", $"{_document}/blame"))["runs"].GetArrayLength().ShouldBeGreaterThan(0);
        (await _ana.Http.Ask("POST", $"{_document}/restore-version", new { versionId = version })).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_restored_backup_begins_new_epochs_and_keeps_its_versions()
    {
        await Write(_ana, "kept");
        var version = (await _ana.Http.Ask("POST", $"{_document}/versions", new { name = "Kept" })).Header("Location")!;
        var cursor = (await _ana.Http.Ask("GET", $"{_workspace}/snapshot"))["syncCursor"].GetString();

        await _server.Services.GetRequiredService<RestoredBackup>().BeginNewEpochs(default);

        (await _ana.Http.Ask("GET", $"{_workspace}/changes?since={cursor}")).Problem.ShouldBe("sync-cursor-expired");
        (await _ana.Http.Ask("GET", version))["etag"].GetString().ShouldNotBe("\"1-1\"");
        (await _ana.Http.Ask("GET", $"{version}/content")).Text.ShouldBe("kept");
        (await _ana.Http.Ask("GET", $"{_document}/content?version=1-1")).Problem.ShouldBe("not-found");
    }

    // Snapshots are taken beside the turns of a room.
    static async Task Eventually(Func<Task<bool>> holds)
    {
        for (var tries = 0; tries < 600; tries++)
        {
            if (await holds())
                return;
            await Task.Delay(100);
        }
        Assert.Fail("It never did.");
    }

    async Task Write(TestPerson person, string text, string? since = null) =>
        (await person.Put(_document, Encoding.UTF8.GetBytes(text), ifMatch: since is null ? "*" : null, since: since))
            .Status.ShouldBe(HttpStatusCode.OK);

    async Task<List<VersionEntry>> Versions()
    {
        return System.Text.Json.JsonSerializer.Deserialize<Page<VersionEntry>>(
            (await _ana.Http.Ask("GET", $"{_document}/versions")).Text, System.Text.Json.JsonSerializerOptions.Web)!.Items.ToList();
    }

    static IEnumerable<string?> Names(Answer page) =>
        page["items"].EnumerateArray().Select(item => item.GetProperty("name").GetString());

    static string IdOf(string path) => path.Split('/')[^1];
}
