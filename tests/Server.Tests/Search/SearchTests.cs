using System.Net;
using System.Text.Json;
using MDReader.Server.Platform;
using MDReader.Server.Search;
using MDReader.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Server.Tests.Search;

public sealed class SearchTests : IAsyncLifetime
{
    RunningServer _server = null!;
    TestPerson _ada = null!;
    TestPerson _bob = null!;
    string _workspace = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.Start();
        _ada = await _server.SignUp("Ada");
        _bob = await _server.SignUp("Bob");
        _workspace = await _ada.MakeWorkspace();
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    async Task<string> Document(string title, string content) =>
        (await _ada.Http.Ask("POST", $"{_workspace}/documents", new { title, content })).Header("Location")!;

    Task CatchUp() => _server.Services.GetRequiredService<SearchFollower>().CatchUp(default);

    static async Task<List<JsonElement>> Find(TestPerson person, string q, string more = "")
    {
        var answer = await person.Http.Ask("GET", $"/api/v1/search?q={Uri.EscapeDataString(q)}{more}");
        answer.Status.ShouldBe(HttpStatusCode.OK, $"{q}: {answer.Text}");
        return [.. answer["items"].EnumerateArray()];
    }

    static async Task<List<string>> Titles(TestPerson person, string q, string more = "") =>
        [.. (await Find(person, q, more)).Select(hit => hit.GetProperty("title").GetString()!)];

    [Fact]
    public async Task Front_matter_is_found_and_stands_in_no_excerpt_of_the_text()
    {
        await Document("Animals", "---\nreviewer: Zora\ntags: [ash]\n---\n\n# Foxes\n\nThey jump.\n");
        await Document("Only that", "---\nreviewer: Yan\n---");
        await CatchUp();

        (await Find(_ada, "jump")).ShouldHaveSingleItem().GetProperty("snippet").GetString()!.ShouldStartWith("# Foxes");
        (await Titles(_ada, "zora")).ShouldBe(["Animals"]);
        (await Titles(_ada, "yan")).ShouldBe(["Only that"]);
    }

    [Fact]
    public async Task What_is_typed_is_found_some_moments_later()
    {
        var indexed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var document = await _ada.MakeDocument(_workspace);
        var id = Guid.Parse(document.Split('/')[^1]);
        _server.Services.GetRequiredService<Signals>().Listen<DocumentIndexed>(done =>
        {
            if (done.DocumentId == id && done.Seq == 1)
            {
                indexed.TrySetResult();
            }
        });
        await using var ada = await LiveClient.Connect(_server.Address, $"{id}", $"token={_ada.AccessToken}&ack=1");
        await ada.Synced();

        await ada.Type("the quick brown fox");

        await indexed.Task.WaitAsync(TimeSpan.FromSeconds(60));
        (await Titles(_ada, "quick fox")).ShouldBe(["Notes"]);
    }

    [Theory]
    [InlineData("fox", "Animals")]
    [InlineData("FOX", "Animals")]
    [InlineData("fo", "Animals")]
    [InlineData("animals", "Animals")]
    [InlineData("quick brown", "Animals")]
    [InlineData("brown quick", "Animals")]
    [InlineData("\"quick brown\"", "Animals")]
    [InlineData("\"brown quick\"", "")]
    [InlineData("\"quick br", "Animals")]
    [InlineData("uber", "Über")]
    [InlineData("über", "Über")]
    [InlineData("cafe", "Über")]
    [InlineData("nowhere", "")]
    [InlineData("ox", "")]
    public async Task Words_are_found_whatever_their_case_accents_and_order(string q, string title)
    {
        await Document("Animals", "The quick brown fox");
        await Document("Über", "Ein Café");
        await CatchUp();

        (await Titles(_ada, q)).ShouldBe(title.Length == 0 ? [] : [title]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("\"")]
    [InlineData("\"\"")]
    [InlineData("*")]
    [InlineData("fox*")]
    [InlineData("NOT fox")]
    [InlineData("fox AND")]
    [InlineData("fox OR (")]
    [InlineData("NEAR(fox, 2)")]
    [InlineData("title:fox")]
    [InlineData("fox\" OR \"x")]
    [InlineData("^fox -fox +fox {fox}")]
    [InlineData("'; drop table search_texts; --")]
    [InlineData("fox & brown | ! <-> :*")]
    [InlineData("\u0301")]
    [InlineData("😀 \ud83d fox")]
    [InlineData("tag:")]
    public async Task Nothing_that_can_be_typed_is_an_error(string q)
    {
        await Document("Animals", "The quick brown fox");
        await CatchUp();

        await Find(_ada, q);

        (await _ada.Http.Ask("GET", "/api/v1/search")).Status.ShouldBe(HttpStatusCode.OK);
        (await Titles(_ada, "fox")).ShouldBe(["Animals"]);
    }

    [Fact]
    public async Task Random_queries_are_never_an_error()
    {
        var random = new Random(11);
        const string Pieces = "ab\"*()-+:^{}[]'&|!<>~\\/%_,. \t\n;#@日本é\u0301\u200d😀";
        for (var round = 0; round < 200; round++)
        {
            await Find(_ada, new string([.. Enumerable.Range(0, random.Next(30)).Select(_ => Pieces[random.Next(Pieces.Length)])]));
        }
    }

    [Fact]
    public async Task Only_what_somebody_may_read_is_found()
    {
        var document = await Document("Shared", "secret words");
        await Document("Private", "secret words");
        await CatchUp();

        (await Titles(_bob, "secret")).ShouldBeEmpty();
        await _ada.Http.Ask("PUT", $"{document}/permissions/{_bob.Id}", new { role = "viewer" });
        (await Titles(_bob, "secret")).ShouldBe(["Shared"]);
        (await Titles(_bob, "secret", $"&workspace={_workspace.Split('/')[^1]}")).ShouldBe(["Shared"]);
        await _ada.Http.Ask("PUT", $"{_workspace}/members/{_bob.Id}", new { role = "viewer" });
        (await Titles(_bob, "secret")).ShouldBe(["Shared", "Private"], ignoreOrder: true);
        await _ada.Http.Ask("DELETE", document);
        (await Titles(_bob, "secret")).ShouldBe(["Private"]);
        await _ada.Http.Ask("DELETE", $"{_workspace}/members/{_bob.Id}");
        (await Titles(_bob, "secret")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_workspace_narrows_it_down()
    {
        await Document("Here", "words");
        var other = await _ada.MakeWorkspace();
        await _ada.Http.Ask("POST", $"{other}/documents", new { title = "There", content = "words" });
        await CatchUp();

        (await Titles(_ada, "words")).Count.ShouldBe(2);
        (await Titles(_ada, "words", $"&workspace={other.Split('/')[^1]}")).ShouldBe(["There"]);
        (await Titles(_ada, "words", $"&workspace={Guid.NewGuid()}")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_word_in_the_title_comes_before_one_in_the_text()
    {
        await Document("Other", "harbour and " + string.Join(' ', Enumerable.Repeat("filler", 50)));
        await Document("The harbour", string.Join(' ', Enumerable.Repeat("filler", 50)));
        await CatchUp();

        (await Titles(_ada, "harbour")).ShouldBe(["The harbour", "Other"]);
    }

    [Fact]
    public async Task What_was_found_is_marked_and_all_else_is_escaped()
    {
        await Document("<b>fox</b>", "a <script>alert('fox')</script> & \u0002fox\u0003 <mark>");
        await CatchUp();

        var hit = (await Find(_ada, "fox")).Single();

        hit.GetProperty("titleHtml").GetString().ShouldBe("&lt;b&gt;<mark>fox</mark>&lt;/b&gt;");
        hit.GetProperty("snippet").GetString().ShouldBe(
            "a &lt;script&gt;alert(&#39;<mark>fox</mark>&#39;)&lt;/script&gt; &amp;  <mark>fox</mark>  &lt;mark&gt;");
        hit.GetProperty("title").GetString().ShouldBe("<b>fox</b>");
    }

    [Fact]
    public async Task Pages_show_everything_once()
    {
        for (var i = 0; i < 7; i++)
        {
            await Document($"Number {i}", "word " + string.Join(' ', Enumerable.Repeat("filler", i)));
        }

        await CatchUp();
        List<string> titles = [];
        for (var cursor = ""; cursor is not null;)
        {
            var page = await _ada.Http.Ask("GET", $"/api/v1/search?q=word&limit=2{(cursor.Length == 0 ? "" : $"&cursor={cursor}")}");
            titles.AddRange(page["items"].EnumerateArray().Select(hit => hit.GetProperty("title").GetString()!));
            cursor = page["nextCursor"].GetString();
        }

        titles.Order().ShouldBe(Enumerable.Range(0, 7).Select(i => $"Number {i}"));
        var first = (await _ada.Http.Ask("GET", "/api/v1/search?q=word&limit=2"))["nextCursor"].GetString();
        (await _ada.Http.Ask("GET", $"/api/v1/search?q=other&limit=2&cursor={first}")).Problem.ShouldBe("cursor-mismatch");
    }

    [Fact]
    public async Task Changes_renames_and_restores_are_followed()
    {
        var document = await Document("Before", "old words");
        await CatchUp();
        await _ada.Put(document, "new words"u8.ToArray(), ifMatch: "*");
        await _ada.Http.Ask("PATCH", document, new { title = "After" });
        await CatchUp();

        (await Titles(_ada, "old")).ShouldBeEmpty();
        (await Titles(_ada, "new")).ShouldBe(["After"]);
        (await Titles(_ada, "before")).ShouldBeEmpty();
        await _ada.Http.Ask("DELETE", document);
        (await Titles(_ada, "new")).ShouldBeEmpty();
        await _ada.Http.Ask("POST", $"{document}/restore");
        (await Titles(_ada, "new")).ShouldBe(["After"]);
    }

    [Fact]
    public async Task A_purged_document_leaves_no_word_behind()
    {
        var document = await Document("Gone", "vanishing");
        await Document("Stays", "remaining");
        await CatchUp();

        await _ada.Http.Ask("DELETE", $"{document}?permanent=true");

        await using var connection = await _server.Services.GetRequiredService<Database>().OpenConnection(default);
        await using var check = connection.CreateCommand();
        check.CommandText = TestDatabase.IsPostgres
            ? "select count(*) from search_stretches where words @@ 'vanishing'"
            : """
                insert into search_words(search_words, rank) values ('integrity-check', 1);
                select count(*) from search_words where search_words match 'vanishing';
                """;
        (await check.ExecuteScalarAsync()).ShouldBe(0L);
    }

    [Fact]
    public async Task Tags_of_the_front_matter_are_listed_and_filter()
    {
        var document = await Document("Plans", "---\ntags: [Plan, 2026]\n---\nharbour");
        await Document("Other", "harbour");
        await CatchUp();

        (await _ada.Http.Ask("GET", document))["tags"].EnumerateArray().Select(tag => tag.GetString()).ShouldBe(["plan", "2026"]);
        var tagged = (await _ada.Http.Ask("GET", $"{_workspace}/documents?tag=PLAN"))["items"].EnumerateArray().ToList();
        tagged.Select(found => found.GetProperty("title").GetString()).ShouldBe(["Plans"]);
        (await _ada.Http.Ask("GET", $"{_workspace}/documents?tag=pla"))["items"].GetArrayLength().ShouldBe(0);
        (await Titles(_ada, "tag:plan harbour")).ShouldBe(["Plans"]);
        await _ada.Put(document, "harbour"u8.ToArray(), ifMatch: "*");
        await CatchUp();
        (await _ada.Http.Ask("GET", $"{_workspace}/documents?tag=plan"))["items"].GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task What_a_crash_left_behind_is_caught_up_at_the_start()
    {
        await Document("Kept", "durable words");
        await CatchUp();
        await using var connection = await _server.Services.GetRequiredService<Database>().OpenConnection(default);
        await using var forget = connection.CreateCommand();
        forget.CommandText = "update search_texts set seq = 0, body = 'stale'" + (TestDatabase.IsPostgres ? "; update search_stretches set words = ''" : "");
        await forget.ExecuteNonQueryAsync();
        (await Titles(_ada, "durable")).ShouldBeEmpty();

        await CatchUp();

        (await Titles(_ada, "durable")).ShouldBe(["Kept"]);
    }
}
