using System.Net;
using MDReader.Server.Documents;
using MDReader.Server.Platform;
using MDReader.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Server.Tests.Documents;

public sealed class TrashTests : IAsyncLifetime
{
    readonly ManualTime _time = new();
    RunningServer _server = null!;
    TestPerson _ada = null!;
    string _workspace = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.Start(
            services => services.AddSingleton<TimeProvider>(_time), ("MDReader:Accounts:AccessTokenLifetime", "100.00:00:00"));
        _ada = await _server.SignUp("Ada");
        _workspace = await _ada.MakeWorkspace();
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    async Task<int> InTrash() => (await _ada.Http.Ask("GET", $"{_workspace}/trash"))["items"].GetArrayLength();

    Task Purge() => _server.Services.GetRequiredService<TrashPurge>().PurgeOld(default);

    async Task<string> DocumentWithEverything()
    {
        var document = (await _ada.Http.Ask(
            "POST", $"{_workspace}/documents", new { title = "Notes", content = "first" })).Header("Location")!;
        await _ada.Put(document, "second"u8.ToArray(), ifMatch: "*");
        using var bob = await _server.SignUp("Bob");
        await _ada.Http.Ask("PUT", $"{document}/permissions/{bob.Id}", new { role = "viewer" });
        return document;
    }

    /// <summary>The tables that hold a row of this document, found by their columns.</summary>
    async Task<List<string>> TablesThatName(string document)
    {
        await using var connection = await _server.Services.GetRequiredService<Database>().OpenConnection(default);
        await using var names = connection.CreateCommand();
        names.CommandText = TestDatabase.IsPostgres
            ? """
                select table_name, column_name from information_schema.columns
                where table_schema = 'public'
                and (column_name = 'document_id' or table_name = 'documents' and column_name = 'id')
                """
            : """
                select t.name, c.name from sqlite_master t, pragma_table_info(t.name) c
                where t.type = 'table' and (c.name = 'document_id' or t.name = 'documents' and c.name = 'id')
                """;
        var columns = new List<(string Table, string Column)>();
        await using (var row = await names.ExecuteReaderAsync())
        {
            while (await row.ReadAsync())
            {
                columns.Add((row.GetString(0), row.GetString(1)));
            }
        }

        var found = new List<string>();
        foreach (var (table, column) in columns)
        {
            await using var count = connection.CreateCommand();
            count.CommandText = $"select count(*) from \"{table}\" where \"{column}\" = '{document.Split('/')[^1]}'";
            if ((long)(await count.ExecuteScalarAsync())! > 0)
            {
                found.Add(table);
            }
        }

        return found;
    }

    [Fact]
    public async Task A_purged_document_leaves_no_row_behind()
    {
        var document = await DocumentWithEverything();
        string[] some = ["documents", "document_updates", "document_clients", "document_grants"];
        some.ShouldBeSubsetOf(await TablesThatName(document));

        (await _ada.Http.Ask("DELETE", $"{document}?permanent=true")).Status.ShouldBe(HttpStatusCode.NoContent);

        (await TablesThatName(document)).ShouldBeEmpty();
        (await _ada.Http.Ask("GET", document)).Problem.ShouldBe("not-found");
    }

    [Fact]
    public async Task Purging_ends_open_sockets()
    {
        var document = await _ada.MakeDocument(_workspace);
        await using var ada = await LiveClient.Connect(
            _server.Address, document.Split('/')[^1], $"token={_ada.AccessToken}&ack=1");
        await ada.Synced();

        await _ada.Http.Ask("DELETE", $"{document}?permanent=true");

        await ada.Closed.WaitAsync(TimeSpan.FromSeconds(60));
        ada.CloseCode.ShouldBe(4404);
    }

    [Fact]
    public async Task A_deleted_workspace_ends_the_sockets_of_guests_too()
    {
        var document = await _ada.MakeDocument(_workspace);
        using var bob = await _server.SignUp("Bob");
        await _ada.Http.Ask("PUT", $"{document}/permissions/{bob.Id}", new { role = "editor" });
        await using var guest = await LiveClient.Connect(
            _server.Address, document.Split('/')[^1], $"token={bob.AccessToken}&ack=1");
        await guest.Synced();

        await _ada.Http.Ask("DELETE", _workspace);

        await guest.Closed.WaitAsync(TimeSpan.FromSeconds(60));
        guest.CloseCode.ShouldBe(4404);
        (await TablesThatName(document)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_trash_shows_what_was_deleted_last_first()
    {
        var documents = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            documents.Add(await _ada.MakeDocument(_workspace, $"{i}"));
        }

        foreach (var i in (int[])[3, 0, 4, 1, 2])
        {
            await _ada.Http.Ask("DELETE", documents[i]);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        List<string> titles = [];
        for (var query = ""; query is not null;)
        {
            var page = await _ada.Http.Ask("GET", $"{_workspace}/trash?limit=2{query}");
            titles.AddRange(page["items"].EnumerateArray().Select(item => item.GetProperty("title").GetString()!));
            query = page["nextCursor"].GetString() is { } cursor ? $"&cursor={cursor}" : null;
        }

        titles.ShouldBe(["2", "1", "4", "0", "3"]);
    }

    [Fact]
    public async Task What_has_been_in_the_trash_for_thirty_days_is_purged()
    {
        var folder = await _ada.MakeFolder(_workspace);
        var old = (await _ada.Http.Ask(
            "POST", $"{_workspace}/documents", new { title = "old", folderId = folder })).Header("Location")!;
        var (young, live) = (await _ada.MakeDocument(_workspace, "young"), await _ada.MakeDocument(_workspace, "live"));
        await _ada.Http.Ask("DELETE", $"/api/v1/folders/{folder}");
        _time.Advance(TimeSpan.FromDays(20));
        await _ada.Http.Ask("DELETE", young);
        _time.Advance(TimeSpan.FromDays(10));
        await Purge();
        (await InTrash()).ShouldBe(2, "thirty days are not over yet");
        _time.Advance(TimeSpan.FromMilliseconds(1));

        await Task.WhenAll(Purge(), Purge());

        (await InTrash()).ShouldBe(1);
        (await _ada.Http.Ask("GET", old)).Problem.ShouldBe("not-found");
        (await _ada.Http.Ask("GET", $"/api/v1/folders/{folder}")).Problem.ShouldBe("not-found");
        (await _ada.Http.Ask("GET", young)).Problem.ShouldBe("trashed");
        (await _ada.Http.Ask("GET", live)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_folder_in_the_trash_stays_while_something_in_it_could_come_back()
    {
        var folder = await _ada.MakeFolder(_workspace);
        var document = (await _ada.Http.Ask(
            "POST", $"{_workspace}/documents", new { title = "kept", folderId = folder })).Header("Location")!;
        await _ada.Http.Ask("DELETE", $"/api/v1/folders/{folder}");
        _time.Advance(TimeSpan.FromDays(20));
        await _ada.Http.Ask("POST", $"{document}/restore");
        await _ada.Http.Ask("DELETE", document);
        await _ada.Http.Ask("DELETE", $"/api/v1/folders/{folder}");
        _time.Advance(TimeSpan.FromDays(15));

        await Purge();
        await _ada.Http.Ask("POST", $"{document}/restore");

        (await _ada.Http.Ask("GET", document))["folderId"].GetGuid().ShouldBe(folder);
    }

    [Fact]
    public async Task An_owner_empties_the_trash()
    {
        var document = await _ada.MakeDocument(_workspace);
        using var bob = await _server.SignUp("Bob");
        await _ada.Http.Ask("PUT", $"{_workspace}/members/{bob.Id}", new { role = "editor" });
        await _ada.Http.Ask("DELETE", document);

        (await bob.Http.Ask("DELETE", $"{_workspace}/trash")).Problem.ShouldBe("forbidden");
        (await _ada.Http.Ask("DELETE", $"{_workspace}/trash")).Status.ShouldBe(HttpStatusCode.NoContent);

        (await InTrash()).ShouldBe(0);
        (await _ada.Http.Ask("GET", document)).Problem.ShouldBe("not-found");
    }
}
