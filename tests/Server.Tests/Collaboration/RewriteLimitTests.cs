using System.Globalization;
using System.Net;
using System.Text;
using MDReader.Server.Collaboration;
using MDReader.TestKit;

namespace Server.Tests.Collaboration;

/// <summary>
/// A whole text in the place of another: only what the document has afterwards counts, however large both are together; and
/// one that is too large harms nothing but itself.
/// </summary>
public sealed class RewriteLimitTests : IAsyncLifetime
{
    const int StateLimit = 4 * 1024 * 1024;
    const int Large = 1_700_000;

    RunningServer _server = null!;
    TestPerson _ana = null!;
    string _document = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.Start(("MDReader:Collaboration:StateLimit", $"{StateLimit}"));
        _ana = await _server.SignUp("Ana");
        _document = await _ana.MakeDocument(await _ana.MakeWorkspace());
    }

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_large_text_is_rewritten_over_and_over_by_writes_and_by_merges()
    {
        var etag = (await _ana.Put(_document, Text("a", Large), ifMatch: "\"1-0\"")).Header("ETag")!;
        for (var round = 0; round < 3; round++)
        {
            var before = etag;
            etag = await Written(_ana.Put(_document, Text($"b{round}", Large), ifMatch: before));
            // Made for the version before that: what is deleted is no longer there, and what is there stays.
            (await _ana.Put(_document, Text($"c{round}", Large), since: before)).Status.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
            var note = Encoding.UTF8.GetBytes($"note {round}\n");
            var noted = await Written(_ana.Put(_document, [.. note, .. Text($"b{round}", Large)], ifMatch: etag));
            var merged = await _ana.Put(_document, Text($"d{round}", Large), since: etag);
            merged.Status.ShouldBe(HttpStatusCode.OK, merged.Text);
            merged["merged"].GetBoolean().ShouldBeTrue();
            etag = merged.Header("ETag")!;
            etag.ShouldNotBe(noted);
            (await _ana.Http.Ask("GET", $"{_document}/content")).Text
                .ShouldBe(Encoding.UTF8.GetString([.. note, .. Text($"d{round}", Large)]));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_rewrite_past_the_limit_of_the_state_is_refused_with_the_number_and_harms_nobody(bool isMerge)
    {
        await using var server = await RunningServer.Start(("MDReader:Collaboration:StateLimit", "65536"));
        var ana = await server.SignUp("Ana");
        var document = await ana.MakeDocument(await ana.MakeWorkspace());
        await using var client = await LiveClient.Connect(server.Address, document.Split('/')[^1], $"token={ana.AccessToken}&ack=1");
        await client.Synced();
        var first = await Written(ana.Put(document, OneWord('a', 40_000), ifMatch: "\"1-0\""));
        var second = await Written(ana.Put(document, [.. "note\n"u8, .. OneWord('a', 40_000)], ifMatch: first));

        var rewritten = isMerge
            ? await Written(ana.Put(document, OneWord('b', 40_000), since: first))
            : await Written(ana.Put(document, OneWord('b', 40_000), ifMatch: second));
        var text = (await ana.Http.Ask("GET", $"{document}/content")).Text;
        var third = await Written(ana.Put(document, [.. Encoding.UTF8.GetBytes(text), (byte)'!'], ifMatch: rewritten));
        var refused = isMerge
            ? await ana.Put(document, OneWord('c', 70_000), since: rewritten)
            : await ana.Put(document, OneWord('c', 70_000), ifMatch: third);
        refused.Status.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        refused["detail"].GetString()!.ShouldContain("65536");

        await client.Type("typed ");
        await client.AllSaved();
        client.CloseCode.ShouldBeNull();
        (await ana.Http.Ask("GET", $"{document}/content")).Text.ShouldBe($"typed {text}!");
        client.Text.ShouldBe($"typed {text}!");
    }

    [Fact]
    public void Everything_is_selected_and_pasted_over_in_a_document_that_is_nearly_full()
    {
        var house = new RoomHarness(new() { TextLimit = 100 });
        var (ana, ben) = (house.Visit("Ana"), house.Visit("Ben"));
        ana.Type(new string('a', 90));
        ana.Send();
        house.EndTurn();
        ana.Document.Transact(_ =>
        {
            var text = ana.Document.GetText(UpdateRoad.Root);
            text.Delete(0, 90);
            text.Insert(0, new string('b', 100));
        });
        ana.Send();
        house.EndTurn();
        ana.Closing.ShouldBeNull();
        ben.Text.ShouldBe(new string('b', 100));

        ben.Document.Transact(_ =>
        {
            var text = ben.Document.GetText(UpdateRoad.Root);
            text.Delete(0, 1);
            text.Insert(0, "cc");
        });
        ben.Send();
        house.EndTurn();
        ben.Closing!.Code.ShouldBe(CloseCode.TooLarge);
        house.Text.ShouldBe(new string('b', 100));
    }

    static async Task<string> Written(Task<Answer> write)
    {
        var answer = await write;
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        return answer.Header("ETag")!;
    }

    // Taken out and put in at one place, so that little stands around it.
    static byte[] OneWord(char letter, int bytes) => Encoding.UTF8.GetBytes(new string(letter, bytes));

    // Words that no other text has.
    static byte[] Text(string of, int bytes)
    {
        var text = new StringBuilder(bytes);
        for (var word = 0; text.Length < bytes; word++)
            text.Append(CultureInfo.InvariantCulture, $"{of}{word}{(word % 10 == 9 ? '\n' : ' ')}");
        return Encoding.UTF8.GetBytes(text.ToString(0, bytes));
    }
}
