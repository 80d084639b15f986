using System.Net;
using System.Text;
using System.Text.Json;
using MDReader.Server.Collaboration;
using MDReader.Server.Search;
using MDReader.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Server.Tests.Search;

/// <summary>Words are found wherever they stand, in texts of any length that a document may have.</summary>
public sealed class LongTextTests : IAsyncLifetime
{
    static readonly int Limit = new CollaborationOptions().TextLimit;

    RunningServer _server = null!;
    TestPerson _ada = null!;
    string _workspace = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.Start();
        _ada = await _server.SignUp("Ada");
        _workspace = await _ada.MakeWorkspace();
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    /// <summary>A text of exactly the largest size: so many words that are all different, and then the end.</summary>
    static string Largest(string beginning, string end)
    {
        var text = new StringBuilder(beginning);
        for (var number = 0; ; number++)
        {
            var word = $" w{number}";
            if (Encoding.UTF8.GetByteCount(beginning) + (text.Length - beginning.Length) + word.Length + Encoding.UTF8.GetByteCount(end) > Limit)
            {
                break;
            }

            text.Append(word);
        }

        return text.ToString().PadRight(Limit - Encoding.UTF8.GetByteCount(end) - (Encoding.UTF8.GetByteCount(beginning) - beginning.Length)) + end;
    }

    async Task<string> Document(string title, string text)
    {
        var document = await _ada.MakeDocument(_workspace);
        await _ada.Http.Ask("PATCH", document, new { title });
        (await _ada.Put(document, Encoding.UTF8.GetBytes(text), ifMatch: "*")).Status.ShouldBe(HttpStatusCode.OK);
        await _server.Services.GetRequiredService<SearchFollower>().CatchUp(default);
        return document;
    }

    static async Task<List<JsonElement>> Find(TestPerson person, string q)
    {
        var answer = await person.Http.Ask("GET", $"/api/v1/search?q={Uri.EscapeDataString(q)}");
        answer.Status.ShouldBe(HttpStatusCode.OK, $"{q}: {answer.Text}");
        return [.. answer["items"].EnumerateArray()];
    }

    [Fact]
    public async Task A_word_at_the_end_of_the_largest_document_is_found_by_those_who_may_read_it()
    {
        var bob = await _server.SignUp("Bob");
        var text = Largest("It begins with a harbour.", " and ends with a Lighthouse, at last.");
        Encoding.UTF8.GetByteCount(text).ShouldBe(Limit);
        var document = await Document("Large", text);

        foreach (var q in (string[])["lighthouse", "lighth", "\"a lighthouse at last\"", "\"ends with a ligh"])
        {
            var hit = (await Find(_ada, q)).ShouldHaveSingleItem(q);
            hit.GetProperty("title").GetString().ShouldBe("Large");
            hit.GetProperty("snippet").GetString()!.ShouldMatch("<mark>[^<]*Lighthouse[^<]*</mark>", customMessage: q);
            hit.GetProperty("snippet").GetString()!.ShouldStartWith("…", customMessage: q);
            (await Find(bob, q)).ShouldBeEmpty(q);
        }

        (await Find(_ada, "harbour lighthouse")).ShouldHaveSingleItem();
        (await Find(_ada, "\"lighthouse harbour\"")).ShouldBeEmpty();
        (await Find(_ada, "lighthouse nowhere")).ShouldBeEmpty();
        (await _ada.Http.Ask("PUT", $"{document}/permissions/{bob.Id}", new { role = "viewer" })).Status.ShouldBe(HttpStatusCode.OK);
        (await Find(bob, "lighthouse")).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Phrases_are_found_all_over_a_long_text()
    {
        var words = Enumerable.Range(0, 60_000).Select(number => $"w{number}").ToList();
        await Document("Long", string.Join(' ', words));
        var random = new Random(7);

        for (var round = 0; round < 20; round++)
        {
            var (start, count) = (random.Next(words.Count - 30), random.Next(2, 30));
            var phrase = string.Join(' ', words.Skip(start).Take(count));
            (await Find(_ada, $"\"{phrase}\"")).ShouldHaveSingleItem(phrase);
            (await Find(_ada, $"\"{words[start]} {words[start + 2]}\"")).ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task A_phrase_that_stands_very_often_in_a_text_is_found()
    {
        await Document("Often", string.Concat(Enumerable.Repeat("to be ", 100_000)) + "or not");

        foreach (var q in (string[])["\"to be\"", "to be", "\"be or not\""])
        {
            (await Find(_ada, q)).ShouldHaveSingleItem(q).GetProperty("snippet").GetString()!.ShouldContain("<mark>");
        }
    }

    [Fact]
    public async Task Words_of_any_length_and_number_can_be_indexed()
    {
        await Document("Picture", $"see ![]({new string('A', Limit - 50)}) below");
        await Document("Letters", string.Concat(Enumerable.Range(0, Limit / 9).Select(number => $"{(char)(0x4E00 + (number % 20_000))} {(char)(0x4E00 + (number / 20_000))}")));

        foreach (var (q, title) in ((string, string)[])[("see below", "Picture"), ("AAAAAAAAA", "Picture"), ("一", "Letters")])
        {
            (await Find(_ada, q)).ShouldHaveSingleItem(q).GetProperty("title").GetString().ShouldBe(title);
        }
    }

    [Fact]
    public async Task A_shorter_text_leaves_nothing_of_the_longer_one()
    {
        var document = await Document("Cut", Largest("It begins", " with an end."));
        (await Find(_ada, "w100000")).ShouldHaveSingleItem();

        await _ada.Put(document, "It begins anew."u8.ToArray(), ifMatch: "*");
        await _server.Services.GetRequiredService<SearchFollower>().CatchUp(default);

        (await Find(_ada, "w100000")).ShouldBeEmpty();
        (await Find(_ada, "anew")).ShouldHaveSingleItem();
    }
}
