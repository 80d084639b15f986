using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using MDReader.TestKit;

namespace Server.Tests.Versions;

/// <summary>Blame says who sent each character, whatever way it came and whoever typed beside it.</summary>
public sealed class BlameTests(SharedServer shared)
{
    [Fact]
    public async Task Every_character_is_its_senders()
    {
        const int seed = 17;
        var server = shared.Server;
        var random = new Random(seed);
        var people = new List<(TestPerson Person, char Letter)>();
        foreach (var letter in "abc")
            people.Add((await server.SignUp($"Person{letter}"), letter));
        var owner = people[0].Person;
        var workspace = await owner.MakeWorkspace();
        foreach (var (person, _) in people.Skip(1))
            await owner.Http.Ask("PUT", $"{workspace}/members/{person.Id}", new { role = "editor" });
        var document = await owner.MakeDocument(workspace);
        var id = document.Split('/')[^1];

        // Each writes in a letter of their own: two by sockets, and one by REST.
        await using var ana = await LiveClient.Connect(server.Address, id, $"token={owner.AccessToken}&ack=1");
        await using var ben = await LiveClient.Connect(server.Address, id, $"token={people[1].Person.AccessToken}&ack=1");
        await Task.WhenAll(ana.Synced(), ben.Synced());
        for (var round = 0; round < 30; round++)
        {
            await Type(ana, 'a');
            await Type(ben, 'b');
            if (round % 10 == 9)
            {
                var read = await people[2].Person.Http.Ask("GET", $"{document}/content");
                var at = random.Next(read.Text.Length + 1);
                var edits = new { @base = read.Header("ETag"), edits = new[] { new { range = new[] { at, at }, text = "ccc" } } };
                (await people[2].Person.Http.Ask("PATCH", $"{document}/content", new StringContent(
                    JsonSerializer.Serialize(edits), new MediaTypeHeaderValue("application/vnd.mdreader.edits+json"))))
                    .Status.ShouldBe(HttpStatusCode.OK);
            }
        }
        await Task.WhenAll(ana.AllSaved(), ben.AllSaved());

        var text = (await owner.Http.Ask("GET", $"{document}/content")).Text;
        var blame = await owner.Http.Ask("GET", $"{document}/blame");
        var told = new StringBuilder();
        foreach (var run in blame["runs"].EnumerateArray())
        {
            run.GetProperty("start").GetInt32().ShouldBe(told.Length, $"seed {seed}");
            var letter = people.Single(one => one.Person.Id == run.GetProperty("actor").GetGuid()).Letter;
            told.Append(letter, run.GetProperty("end").GetInt32() - told.Length);
        }
        told.ToString().ShouldBe(text, $"seed {seed}");
        text.Count(letter => letter == 'c').ShouldBe(9);

        Task Type(LiveClient who, char letter) => who.Edit(doc =>
        {
            var content = doc.GetText("content");
            content.Insert(random.Next(content.Length + 1), new string(letter, random.Next(1, 4)));
            if (content.Length > 20 && random.Next(4) == 0)
            {
                // Only one's own letters, so that the count at the end says something.
                var at = content.ToString().IndexOf(letter, StringComparison.Ordinal);
                content.Delete(at, 1);
            }
        });
    }
}
