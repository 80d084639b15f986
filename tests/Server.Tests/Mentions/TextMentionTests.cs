using System.Text;
using System.Text.Json;
using MDReader.Server.Collaboration;
using MDReader.Server.Documents;
using MDReader.Server.Platform;
using MDReader.Server.Search;
using MDReader.TestKit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Server.Tests.Mentions;

/// <summary>Whom a document's text mentions is told once its writers pause.</summary>
public sealed class TextMentionTests : IAsyncLifetime
{
    readonly FakeTime _time = new();
    RunningServer _server = null!;
    TestPerson _ana = null!;
    TestPerson _ben = null!;
    TestPerson _cho = null!;
    string _workspace = "";
    string _document = "";

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.Start(services => services.AddSingleton<TimeProvider>(_time));
        (_ana, _ben, _cho) = (await _server.SignUp("Ana"), await _server.SignUp("Ben"), await _server.SignUp("Cho"));
        _workspace = await _ana.MakeWorkspace();
        foreach (var person in new[] { _ben, _cho })
            await _ana.Http.Ask("PUT", $"{_workspace}/members/{person.Id}", new { role = "editor" });
        _document = await _ana.MakeDocument(_workspace);
    }

    public ValueTask DisposeAsync()
    {
        _ana.Dispose();
        _ben.Dispose();
        _cho.Dispose();
        return _server.DisposeAsync();
    }

    static string At(TestPerson person) => $"@[Somebody]({person.Id})";

    /// <summary>Writes the text as this person, and lets it be read.</summary>
    async Task Write(TestPerson who, string text)
    {
        (await who.Put(_document, Encoding.UTF8.GetBytes(text), ifMatch: "*")).Status.ShouldBe(System.Net.HttpStatusCode.OK);
        await _server.Services.GetRequiredService<SearchFollower>().CatchUp(default);
    }

    static async Task<List<JsonElement>> Mentions(TestPerson who) =>
        [.. (await who.Http.Ask("GET", "/api/v1/notifications"))["items"].EnumerateArray()
            .Where(item => item.GetProperty("event").GetString() == "mention")];

    static async Task<List<JsonElement>> Told(TestPerson who, int times)
    {
        await Eventually.Holds(async () => (await Mentions(who)).Count >= times, $"mention {times}");
        return await Mentions(who);
    }

    [Fact]
    public async Task Who_is_mentioned_is_told_by_whom_where_and_in_which_line()
    {
        await Write(_ana, "# Plan\n\nFirst.\n");
        await Write(_ben, $"# Plan\n\nFirst.\n\n- {At(_cho)} reads it\n- {At(_ben)} waits\n");

        var told = (await Told(_cho, 1)).ShouldHaveSingleItem();
        told.GetProperty("actor").GetProperty("name").GetString().ShouldBe("Ben");
        told.GetProperty("title").GetString().ShouldBe("Notes");
        told.GetProperty("quote").GetString().ShouldBe($"- {At(_cho)} reads it");
        told.GetProperty("documentId").GetString().ShouldBe(_document.Split('/')[^1]);
        told.GetProperty("threadId").ValueKind.ShouldBe(JsonValueKind.Null);
        (await Mentions(_ben)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_typed_tells_soon_after_the_writer_pauses()
    {
        await using var server = await RunningServer.Start();
        using var ana = await server.SignUp("Ana");
        using var ben = await server.SignUp("Ben");
        var workspace = await ana.MakeWorkspace();
        await ana.Http.Ask("PUT", $"{workspace}/members/{ben.Id}", new { role = "viewer" });
        var document = await ana.MakeDocument(workspace);
        await using var live = await LiveClient.Connect(server.Address, document.Split('/')[^1], $"token={ana.AccessToken}&ack=1");
        await live.Synced();

        await live.Type($"Ask {At(ben)} first");

        (await Told(ben, 1)).ShouldHaveSingleItem().GetProperty("actor").GetProperty("name").GetString().ShouldBe("Ana");
    }

    [Fact]
    public async Task What_was_told_is_no_news_until_it_is_written_again_much_later()
    {
        await Write(_ana, $"{At(_ben)} first");
        await Write(_ana, $"Changed, but {At(_ben)} as before");
        // Cut, and pasted elsewhere.
        await Write(_ana, "Nobody");
        await Write(_ana, $"Below: {At(_ben)}");
        await Write(_ana, $"Below: {At(_ben)}, {At(_cho)}");
        await Told(_cho, 1);
        (await Mentions(_ben)).Count.ShouldBe(1);

        _time.Advance(TimeSpan.FromMinutes(11));
        await Write(_ana, $"Below: {At(_ben)}, {At(_cho)}, and {At(_ben)} once more");

        (await Told(_ben, 2)).Count.ShouldBe(2);
        (await Mentions(_cho)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_text_that_is_read_twice_tells_once()
    {
        await Write(_ana, $"Ask {At(_ben)}");
        await Told(_ben, 1);
        var services = _server.Services;
        var id = Guid.Parse(_document.Split('/')[^1]);
        var document = await services.GetRequiredService<Database>().Read(
            (db, token) => db.Documents.AsNoTracking().SingleAsync(found => found.Id == id, token), default);
        var content = await services.GetRequiredService<Rooms>().Peek(id, default);

        foreach (var reader in services.GetServices<ITextReader>())
            await reader.Read(document, content!, default);

        await Write(_ana, $"Ask {At(_ben)} and {At(_cho)}");
        await Told(_cho, 1);
        (await Mentions(_ben)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Code_addresses_and_people_who_are_none_tell_nobody()
    {
        await Write(_ana, $"""
            ---
            owner: {At(_ben)}
            ---
            `{At(_ben)}` and [Ben]({_ben.Id}) and ![Ben]({_ben.Id}) and @[Nobody]({Guid.NewGuid()})

            ```
            {At(_ben)}
            ```

            {At(_cho)}
            """);

        await Told(_cho, 1);
        (await Mentions(_ben)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_may_not_read_the_document_sees_of_it_only_once_they_may()
    {
        using var dan = await _server.SignUp("Dan");
        await Write(_ana, $"Ask {At(dan)} and {At(_ben)}");
        await Told(_ben, 1);
        (await Mentions(dan)).ShouldBeEmpty();

        await _ana.Http.Ask("PUT", $"{_document}/permissions/{dan.Id}", new { role = "viewer" });

        (await Told(dan, 1)).ShouldHaveSingleItem().GetProperty("quote").GetString().ShouldBe($"Ask {At(dan)} and {At(_ben)}");
    }

    [Fact]
    public async Task A_long_line_is_cut_to_what_stands_around_the_mention()
    {
        await Write(_ana, new string('x', 10_000) + $" {At(_ben)} " + new string('y', 10_000));

        var quote = (await Told(_ben, 1)).ShouldHaveSingleItem().GetProperty("quote").GetString()!;
        (quote.Length, quote.Contains(At(_ben), StringComparison.Ordinal)).ShouldBe((300, true));
    }
}
