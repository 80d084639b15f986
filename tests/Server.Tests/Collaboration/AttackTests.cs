using System.Globalization;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using System.Text;
using MDReader.Crdt.Encoding;
using MDReader.Crdt.Protocol;
using MDReader.TestKit;

namespace Server.Tests.Collaboration;

/// <summary>Attacks on the running server, with honest people writing beside them: those lose nothing and see nobody forged.</summary>
public sealed class AttackTests : IAsyncLifetime
{
    const int Letters = 60;

    RunningServer _server = null!;
    TestPerson _ana = null!;
    TestPerson _ben = null!;
    TestPerson _mallory = null!;
    string _document = "";

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.Start(("MDReader:Collaboration:SocketsPerUser", "500"));
        (_ana, _ben, _mallory) = (await _server.SignUp("Ana"), await _server.SignUp("Ben"), await _server.SignUp("Mallory"));
        var workspace = await _ana.MakeWorkspace();
        foreach (var person in new[] { _ben, _mallory })
            await _ana.Http.Ask("PUT", $"{workspace}/members/{person.Id}", new { role = "editor" });
        _document = await _ana.MakeDocument(workspace);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    // 13 bytes that carry the victim's client at its next clock: every peer would take its next edits for known.
    [Fact]
    public Task Squatting_on_somebodys_client_id_loses_nobody_anything() => WhileOthersWrite(async (ana, _) =>
    {
        for (var attempt = 0; attempt < 5; attempt++)
        {
            await using var mallory = await Open(_mallory);
            await mallory.Until(client => client.Document.StateVector[ana.Document.ClientId] > 0);
            var clock = mallory.Document.StateVector[ana.Document.ClientId];
            var writer = new ByteWriter(32);
            foreach (var number in (ulong[])[1, 1, ana.Document.ClientId, (ulong)clock, 0, 1_000_000, 0])
                writer.WriteVarUint(number);
            await Sends(mallory, Message(2, writer.ToArray()));
            await mallory.Closed;
            mallory.CloseCode.ShouldBe(4403);
        }
    });

    [Fact]
    public Task Nobody_takes_over_or_freezes_somebodys_cursor() => WhileOthersWrite(async (ana, ben) =>
    {
        await ana.Send(Awareness(ana.Document.ClientId, 1, """{"user":{"name":"x"},"cursor":1}"""));
        await ben.Until(client => client.Shown.ContainsKey(ana.Document.ClientId));
        await using var mallory = await Open(_mallory);
        await mallory.Send(Awareness(ana.Document.ClientId, 1UL << 40, """{"user":{"name":"Mallory-as-Ana"}}"""));
        await mallory.Send(Awareness(ana.Document.ClientId, 1UL << 41, "null"));
        await ana.Send(Awareness(ana.Document.ClientId, 2, """{"cursor":99}"""));
        await ben.Until(client => client.Shown[ana.Document.ClientId].Contains("99", StringComparison.Ordinal));
        ben.Shown[ana.Document.ClientId].ShouldContain("\"name\":\"Ana\"");
    });

    [Fact]
    public Task Poisoned_messages_hurt_only_who_sends_them() => WhileOthersWrite(async (_, _) =>
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Here(), "..", "..", "fixtures", "hostile"), "*.bin").Order())
        {
            var bytes = await File.ReadAllBytesAsync(file);
            var name = Path.GetFileName(file);
            await using var mallory = await Open(_mallory);
            byte[][] messages = name[..2] switch
            {
                "aw" => [[1, .. Length(bytes.Length), .. bytes]],
                "sv" => [Message(0, bytes)],
                _ => [Message(2, bytes), Message(1, bytes)],
            };
            foreach (var message in messages)
                await Sends(mallory, message);
        }
    });

    [Fact]
    public Task A_flood_is_read_slowly_and_others_go_on() => WhileOthersWrite(async (_, _) =>
    {
        await using var mallory = await Open(_mallory);
        for (var message = 0; message < 2_000; message++)
            await Sends(mallory, [3]);
        for (var message = 0; message < 2_000; message++)
            await Sends(mallory, Awareness(mallory.Document.ClientId, (ulong)message + 1, """{"cursor":1}"""));
    });

    async Task WhileOthersWrite(Func<LiveClient, LiveClient, Task> attack)
    {
        await using var ana = await Open(_ana);
        await using var ben = await Open(_ben);
        await ana.Type("<start>");
        var attacking = attack(ana, ben);
        for (var letter = 0; letter < Letters || !attacking.IsCompleted; letter++)
        {
            await ana.Type(string.Create(CultureInfo.InvariantCulture, $"<a{letter}>"));
            await ben.Type(string.Create(CultureInfo.InvariantCulture, $"<b{letter}>"));
            await Task.WhenAll(ana.AllSaved(), ben.AllSaved());
            (ana.CloseCode, ben.CloseCode).ShouldBe((null, null));
        }
        await attacking;
        await ben.Until(client => client.Text == ana.Text);
        ben.Text.ShouldBe(ana.Text);
        var text = (await _ana.Http.Ask("GET", $"{_document}/content")).Text;
        text.ShouldBe(ana.Text);
        for (var letter = 0; letter < Letters; letter++)
        {
            text.Split($"<a{letter}>").Length.ShouldBe(2);
            text.Split($"<b{letter}>").Length.ShouldBe(2);
        }
        await BlameEqualsSenders(text);
    }

    // Everything that stands there, whatever was sent in whosever name.
    async Task BlameEqualsSenders(string text)
    {
        var blame = await _ana.Http.Ask("GET", $"{_document}/blame");
        var said = blame["runs"].EnumerateArray().ToList();
        var covered = 0;
        foreach (var run in said)
        {
            var (start, end) = (run.GetProperty("start").GetInt32(), run.GetProperty("end").GetInt32());
            start.ShouldBe(covered);
            covered = end;
            var actor = run.GetProperty("actor").GetGuid();
            var (author, marks) = actor == _ana.Id ? ("Ana", "<a") : ("Ben", "<b");
            actor.ShouldBeOneOf(_ana.Id, _ben.Id);
            foreach (var mark in text[start..end].Split('<', StringSplitOptions.RemoveEmptyEntries))
                (mark.StartsWith("start>", StringComparison.Ordinal) ? "<a" : $"<{mark[0]}").ShouldBe(marks, $"{author} is said to have written <{mark}");
        }
        covered.ShouldBe(text.Length);
    }

    async Task<LiveClient> Open(TestPerson person)
    {
        var client = await LiveClient.Connect(_server.Address, _document.Split('/')[^1], $"token={person.AccessToken}&ack=1");
        await client.Synced();
        return client;
    }

    static async Task Sends(LiveClient client, byte[] message)
    {
        try
        {
            await client.Send(message);
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or IOException)
        {
            // Sent away already.
        }
    }

    static byte[] Awareness(ulong client, ulong clock, string json)
    {
        var states = AwarenessUpdate.Encode([new(client, clock, Encoding.UTF8.GetBytes(json))]);
        return [1, .. Length(states.Length), .. states];
    }

    static byte[] Message(byte kind, byte[] payload) => [0, kind, .. Length(payload.Length), .. payload];

    static byte[] Length(int length)
    {
        var writer = new ByteWriter(8);
        writer.WriteVarUint((ulong)length);
        var bytes = writer.ToArray();
        writer.Dispose();
        return bytes;
    }

    static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
