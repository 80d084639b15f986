using System.Text.Json;
using MDReader.TestKit;

namespace Server.Tests.Comments;

public sealed class MentionTests(SharedServer shared) : IAsyncLifetime
{
    readonly RunningServer _server = shared.Server;
    readonly List<TestPerson> _people = [];
    TestPerson _ana = null!;
    string _workspace = "";
    string _document = "";

    public async ValueTask InitializeAsync()
    {
        _ana = await Somebody("Ana Lima");
        _workspace = await _ana.MakeWorkspace();
        _document = await _ana.MakeDocument(_workspace);
        await _ana.Put(_document, "The quick brown fox jumps."u8.ToArray(), ifMatch: "\"1-0\"");
    }

    public ValueTask DisposeAsync()
    {
        _people.ForEach(person => person.Dispose());
        return ValueTask.CompletedTask;
    }

    async Task<TestPerson> Somebody(string name)
    {
        var person = await _server.SignUp("x");
        await person.Http.Ask("PATCH", "/api/v1/me", new { name });
        _people.Add(person);
        return person;
    }

    async Task<TestPerson> Member(string name, string role, string? workspace = null)
    {
        var person = await Somebody(name);
        await _ana.Http.Ask("PUT", $"{workspace ?? _workspace}/members/{person.Id}", new { role });
        return person;
    }

    async Task<List<(string? Name, string? Role, bool HasEmail)>> Find(TestPerson who, string query = "") =>
    [
        .. (await who.Http.Ask("GET", $"{_document}/mentionable{query}"))["items"].EnumerateArray().Select(person => (
            person.GetProperty("name").GetString(), person.GetProperty("role").GetString(),
            person.GetProperty("email").ValueKind == JsonValueKind.String)),
    ];

    [Fact]
    public async Task Members_find_each_other_by_the_beginning_of_any_name_or_of_the_address()
    {
        var ben = await Member("Ben Okafor", "viewer");
        await Member("Зоя Былина", "editor");
        await Member("Bernd Önder", "commenter");

        (await Find(_ana)).ShouldBe([("Ben Okafor", "viewer", true), ("Bernd Önder", "commenter", true), ("Зоя Былина", "editor", true)]);
        (await Find(_ana, "?q=BE")).Select(person => person.Name).ShouldBe(["Ben Okafor", "Bernd Önder"]);
        (await Find(_ana, "?q=öN")).Select(person => person.Name).ShouldBe(["Bernd Önder"]);
        (await Find(_ana, $"?q={Uri.EscapeDataString("бы")}")).Select(person => person.Name).ShouldBe(["Зоя Былина"]);
        (await Find(_ana, "?q=kafor")).ShouldBeEmpty();
        (await Find(_ana, $"?q={ben.Email[..20]}")).Select(person => person.Name).ShouldBe(["Ben Okafor"]);
        (await Find(_ana, "?limit=1")).Count.ShouldBe(1);
        (await _ana.Http.Ask("GET", $"{_document}/mentionable?limit=51")).Problem.ShouldBe("bad-request");
        (await ben.Http.Ask("GET", $"{_document}/mentionable")).Problem.ShouldBe("forbidden");
    }

    [Fact]
    public async Task Who_is_known_from_elsewhere_comes_last_and_would_have_to_be_invited()
    {
        var elsewhere = await _ana.MakeWorkspace();
        var ada = await Member("Ada Elsewhere", "viewer", elsewhere);
        await Member("Ben Okafor", "viewer");
        await Somebody("Abe Unknown");

        (await Find(_ana)).ShouldBe([("Ben Okafor", "viewer", true), ("Ada Elsewhere", null, true)]);

        var eve = await Somebody("Eve Unknown");
        var made = await _ana.Http.Ask("POST", $"{_document}/threads", new
        {
            anchor = new { start = 0, end = 3, @base = "1-1" },
            body = $"@[Ada]({ada.Id}) and @[Eve]({eve.Id}) look",
        });
        // Of somebody whom the writer doesn't know nothing is said, not even that there is such a person.
        made["comments"][0].GetProperty("withoutAccess").EnumerateArray().Select(person => person.GetProperty("name").GetString())
            .ShouldBe(["Ada Elsewhere"]);
        var thread = $"/api/v1/threads/{made["id"].GetString()}";
        (await _ana.Http.Ask("GET", thread)).Text.ShouldNotContain("withoutAccess");
        var answer = await _ana.Http.Ask("POST", $"{thread}/comments", new { body = $"@[Ada]({ada.Id})" });
        answer["withoutAccess"][0].GetProperty("id").GetGuid().ShouldBe(ada.Id);

        await _ana.Http.Ask("PUT", $"{_document}/permissions/{ada.Id}", new { role = "viewer" });
        (await _ana.Http.Ask("POST", $"{thread}/comments", new { body = $"@[Ada]({ada.Id})" })).Text.ShouldNotContain("withoutAccess");
        (await Find(_ana, "?q=ada")).ShouldBe([("Ada Elsewhere", "viewer", true)]);
    }

    [Fact]
    public async Task A_guest_sees_who_takes_part_in_the_document_and_nobody_s_address()
    {
        await Member("Ben Silent", "editor");
        var cleo = await Member("Cleo Writes", "commenter");
        await cleo.Http.Ask("POST", $"{_document}/threads", new { anchor = new { start = 0, end = 3, @base = "1-1" }, body = "Hm" });
        var guest = await Somebody("Gus Guest");
        var other = await Somebody("Gil Guest");
        foreach (var person in new[] { guest, other })
            await _ana.Http.Ask("PUT", $"{_document}/permissions/{person.Id}", new { role = "commenter" });

        (await Find(guest)).ShouldBe([("Ana Lima", "owner", false), ("Cleo Writes", "commenter", false), ("Gil Guest", "commenter", false)]);
    }
}
