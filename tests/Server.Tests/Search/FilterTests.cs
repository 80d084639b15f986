using System.Net;
using MDReader.Server.Collaboration;
using MDReader.Server.Search;
using MDReader.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Server.Tests.Search;

public sealed class FilterTests(SharedServer shared) : IAsyncLifetime
{
    readonly RunningServer _server = shared.Server;
    TestPerson _ada = null!;
    TestPerson _bob = null!;
    TestPerson _eve = null!;
    string _workspace = null!;
    string _plans = null!;

    public async ValueTask InitializeAsync()
    {
        _ada = await _server.SignUp("Ada");
        await _ada.Http.Ask("PATCH", "/api/v1/me", new { name = "Ada Lovelace" });
        _bob = await _server.SignUp("Bob");
        _eve = await _server.SignUp("Eve");
        _workspace = await _ada.MakeWorkspace();
        await _ada.Http.Ask("PUT", $"{_workspace}/members/{_bob.Id}", new { role = "editor" });
        _plans = await Folder("Old plans");
        var inner = await Folder("Été", _plans);
        await Document(_ada, "Route", "---\ntags: [harbour, north]\n---\nAlong the river", _plans);
        await Document(_ada, "Packing", "---\ntags: [harbour]\n---\nA tent and a rope", inner);
        await Document(_bob, "Cooking", "Rice along the river");
        await _server.Services.GetRequiredService<SearchFollower>().CatchUp(default);
    }

    public ValueTask DisposeAsync()
    {
        _ada.Dispose();
        _bob.Dispose();
        _eve.Dispose();
        return ValueTask.CompletedTask;
    }

    async Task<string> Folder(string name, string? parentId = null) =>
        (await _ada.Http.Ask("POST", $"{_workspace}/folders", new { name, parentId }))["id"].GetString()!;

    async Task<string> Document(TestPerson author, string title, string content, string? folderId = null) =>
        (await author.Http.Ask("POST", $"{_workspace}/documents", new { title, content, folderId })).Header("Location")!;

    static async Task<Answer> Ask(TestPerson person, string q, string more = "")
    {
        var answer = await person.Http.Ask("GET", $"/api/v1/search?q={Uri.EscapeDataString(q)}{more}");
        answer.Status.ShouldBe(HttpStatusCode.OK, $"{q}: {answer.Text}");
        return answer;
    }

    static async Task<List<string>> Titles(TestPerson person, string q) =>
        [.. (await Ask(person, q))["items"].EnumerateArray().Select(hit => hit.GetProperty("title").GetString()!).Order()];

    static async Task<List<string>> Unknown(TestPerson person, string q) =>
    [
        .. (await Ask(person, q))["unknown"].EnumerateArray()
            .Select(filter => $"{filter.GetProperty("filter").GetString()}:{filter.GetProperty("value").GetString()}"),
    ];

    static readonly (string Q, string Titles)[] Asked =
    [
        ("tag:harbour", "Packing, Route"),
        ("tag:#Harbour tag:north", "Route"),
        ("tag:harbour tent", "Packing"),
        ("ten tag:harbour", ""),
        ("in:\"Old plans\"", "Packing, Route"),
        ("in:\"old plans", "Packing, Route"),
        ("in:plans", "Packing, Route"),
        ("in:ete", "Packing"),
        ("in:\"Old plans/Été\"", "Packing"),
        ("in:engines", "Cooking, Packing, Route"),
        ("by:ada", "Packing, Route"),
        ("by:\"Ada Lovelace\" river", "Route"),
        ("BY:love", "Packing, Route"),
        ("by:bob", "Cooking"),
        ("river by:bob in:\"Old plans\"", ""),
        ("\"along the river\" by:bob", "Cooking"),
        ("in: by: tag:", ""),
    ];

    [Fact]
    public async Task Filters_narrow_a_search_down_and_find_by_themselves()
    {
        foreach (var (q, titles) in Asked)
        {
            (await Titles(_ada, q)).ShouldBe(titles.Split(", ", StringSplitOptions.RemoveEmptyEntries), ignoreOrder: false, customMessage: q);
            (await Unknown(_ada, q)).ShouldBeEmpty(q);
        }
    }

    [Fact]
    public async Task Who_wrote_in_a_document_is_found_by_as_well_as_who_made_it()
    {
        var route = (await Ask(_ada, "route"))["items"][0].GetProperty("documentId").GetString();
        (await Titles(_ada, "by:bob")).ShouldBe(["Cooking"]);

        await _bob.Put($"/api/v1/documents/{route}", "Along the other river"u8.ToArray(), ifMatch: "*");

        (await Titles(_ada, "by:bob")).ShouldBe(["Cooking", "Route"]);
        (await Titles(_ada, "by:bob by:ada")).ShouldBe(["Route"]);
    }

    [Fact]
    public async Task Who_wrote_is_found_by_when_their_edits_are_packed_away_and_no_version_tells_of_them_yet()
    {
        var route = (await Ask(_ada, "route"))["items"][0].GetProperty("documentId").GetGuid();
        await _bob.Put($"/api/v1/documents/{route}", "Along the other river"u8.ToArray(), ifMatch: "*");
        var log = _server.Services.GetRequiredService<UpdateLog>();
        var opened = await log.Open(route);
        await log.TakeSnapshot(route, (opened!.Epoch, opened.Seq), opened.Doc.EncodeStateAsUpdate(), opened.Format);

        (await log.Open(route))!.SinceSnapshot.Rows.ShouldBe(0);
        (await Titles(_ada, "by:bob")).ShouldBe(["Cooking", "Route"]);
    }

    [Fact]
    public async Task Nobody_is_told_of_people_places_and_documents_that_they_may_not_know()
    {
        foreach (var q in new[] { "by:ada", "in:plans", "in:engines" })
        {
            (await Titles(_eve, q)).ShouldBeEmpty();
            (await Unknown(_eve, q)).ShouldBe([q]);
        }

        (await Titles(_eve, "tag:harbour")).ShouldBeEmpty();
        foreach (var filter in SearchFilter.All)
        {
            var own = filter == SearchFilter.By ? "eve" : "";
            var answer = await _eve.Http.Ask("GET", $"/api/v1/search/suggestions?filter={filter}&q={own}");
            answer["items"].GetArrayLength().ShouldBe(0, answer.Text);
        }
    }

    [Fact]
    public async Task A_document_shared_alone_is_found_by_who_made_it()
    {
        var route = (await Ask(_ada, "route"))["items"][0].GetProperty("documentId").GetString();
        await _ada.Http.Ask("PUT", $"/api/v1/documents/{route}/permissions/{_eve.Id}", new { role = "viewer" });

        (await Titles(_eve, "by:ada")).ShouldBe(["Route"]);
        (await Titles(_eve, "tag:harbour")).ShouldBe(["Route"]);
        (await Unknown(_eve, "by:bob")).ShouldBe(["by:bob"]);
        (await Unknown(_eve, "in:plans")).ShouldBe(["in:plans"]);
    }

    [Fact]
    public async Task What_is_unknown_is_said_and_finds_nothing()
    {
        (await Unknown(_ada, "river by:zed in:\"No such place\"")).ShouldBe(["by:zed", "in:No such place"], ignoreOrder: true);
        (await Titles(_ada, "river by:zed")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_words_the_last_changed_comes_first_and_pages_show_everything_once()
    {
        List<string> titles = [];
        for (var cursor = ""; cursor is not null;)
        {
            var page = await Ask(_ada, "in:engines", $"&limit=1{(cursor.Length == 0 ? "" : $"&cursor={cursor}")}");
            titles.AddRange(page["items"].EnumerateArray().Select(hit => hit.GetProperty("title").GetString()!));
            cursor = page["nextCursor"].GetString();
        }

        titles.Order().ShouldBe(["Cooking", "Packing", "Route"]);
        (await Ask(_ada, "by:ada tag:north"))["items"][0].GetProperty("snippet").GetString().ShouldBe("Along the river");
    }

    static readonly (string Filter, string Typed, string Values)[] Offered =
    [
        ("tag", "har", "harbour"),
        ("tag", "", "harbour, north"),
        ("in", "old", "Old plans, Old plans/Été"),
        ("in", "ete", "Old plans/Été"),
        ("by", "lov", "Ada Lovelace"),
        ("by", "zed", ""),
    ];

    [Fact]
    public async Task Values_are_offered_while_a_filter_is_typed()
    {
        foreach (var (filter, typed, values) in Offered)
        {
            var answer = await _ada.Http.Ask(
                "GET", $"/api/v1/search/suggestions?filter={filter}&q={typed}&workspace={_workspace.Split('/')[^1]}");
            answer["items"].EnumerateArray().Select(item => item.GetProperty("value").GetString())
                .ShouldBe(values.Split(", ", StringSplitOptions.RemoveEmptyEntries), ignoreOrder: false, customMessage: $"{filter}:{typed}");
        }

        (await _ada.Http.Ask("GET", "/api/v1/search/suggestions?filter=when")).Status.ShouldBe(HttpStatusCode.BadRequest);
    }
}
