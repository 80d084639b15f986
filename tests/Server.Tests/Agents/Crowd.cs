using System.Net.Http.Json;
using System.Text.Json;
using MDReader.TestKit;
using Server.Tests.Simulation;

namespace Server.Tests.Agents;

/// <summary>Bugs that are planted to see that they would be found.</summary>
public enum Planted
{
    None,

    /// <summary>An agent's edits are made in the present text, at the places where they belonged in the text that it read.</summary>
    IgnoresTheBase,

    /// <summary>Now and then an edit is called saved that isn't in the log.</summary>
    ForgetsEdits,
}

/// <summary>
/// People over sockets and agents over MCP at two documents of a real server, all at once. Agents edit what they read a while
/// ago, and comment and suggest beside it. Chance comes from the seed; who is first doesn't.
/// </summary>
sealed class Crowd(RunningServer server, IReadOnlyList<TestPerson> people, IReadOnlyList<string> agents, Planted planted = Planted.None)
{
    const int Steps = 30;
    const char FirstCharacter = '\u4E00';
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    int _written;

    /// <summary>How many changes were promised to be on disk.</summary>
    /// <exception cref="SimulationException">One was lost, or they don't end with the same text.</exception>
    public async Task<int> Run(int seed, string workspace)
    {
        Desk[] desks = [await Lay(workspace), await Lay(workspace)];
        try
        {
            await Task.WhenAll(
                [
                    .. people.Select((person, i) => Type(person, desks, new Random(seed * 100 + i))),
                    .. agents.Select((agent, i) => Work(agent, desks, new Random(seed * 100 + 50 + i))),
                ]);
            foreach (var desk in desks)
                await Check(desk);
        }
        catch (SimulationException found)
        {
            throw new SimulationException($"Seed {seed}: {found.Message}");
        }

        return desks.Sum(desk => desk.Promises.Count);
    }

    async Task<Desk> Lay(string workspace)
    {
        var path = await people[0].MakeDocument(workspace);
        await people[0].Put(path, "The text that they all begin with.\n"u8.ToArray(), ifMatch: "\"1-0\"");
        return new Desk(path, Guid.Parse(path.Split('/')[^1]));
    }

    async Task Type(TestPerson person, Desk[] desks, Random chance)
    {
        var windows = new List<(LiveClient Client, Desk Desk, List<Change> Sent)>();
        try
        {
            foreach (var desk in desks)
            {
                windows.Add((await LiveClient.Connect(server.Address, $"{desk.Id}", $"token={person.AccessToken}&ack=1"), desk, []));
                await windows[^1].Client.Synced().WaitAsync(Patience);
            }

            for (var step = 0; step < Steps; step++)
            {
                var (client, desk, sent) = windows[chance.Next(windows.Count)];
                sent.Add(await TypeOrDelete(client, desk, chance));
                if (chance.Next(4) == 0)
                    await Saved(client, desk, sent);
            }

            foreach (var (client, desk, sent) in windows)
                await Saved(client, desk, sent);
        }
        finally
        {
            foreach (var (client, _, _) in windows)
                await client.DisposeAsync();
        }
    }

    async Task<Change> TypeOrDelete(LiveClient client, Desk desk, Random chance)
    {
        var typed = New();
        var change = new Change(0, 0, typed, IsDeletion: false);
        await client.Edit(document =>
        {
            var text = document.GetText("content");
            var written = text.ToString();
            var at = chance.Next(text.Length + 1);
            if (chance.Next(4) > 0 || at == text.Length || written[at] < FirstCharacter)
            {
                text.Insert(at, typed.ToString());
                return;
            }

            change = new(0, 0, written[at], IsDeletion: true);
            desk.Promises.Deleted(written[at]);
            text.Delete(at, 1);
        });
        return change;
    }

    static async Task Saved(LiveClient client, Desk desk, List<Change> sent)
    {
        await client.AllSaved().WaitAsync(Patience);
        if (client.IsClosed)
            throw new SimulationException($"A socket was closed: {client.CloseCode}.");
        sent.ForEach(desk.Promises.Make);
        sent.Clear();
    }

    async Task Work(string token, Desk[] desks, Random chance)
    {
        using var http = new HttpClient { BaseAddress = server.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        var reads = new List<(Desk Desk, string Base, string Text)>();
        foreach (var desk in desks)
            reads.Add(await Read(http, desk));
        for (var step = 0; step < Steps; step++)
        {
            var (desk, @base, text) = reads[chance.Next(reads.Count)];
            switch (chance.Next(10))
            {
                case < 3:
                    reads.Add(await Read(http, desk));
                    break;
                case < 4:
                    await Must(http, "comment", new { document = desk.Id, @base, start = 0, end = 3, body = "Is it?" });
                    break;
                case < 5:
                    var proposed = New();
                    desk.Proposed.Add(proposed);
                    await Must(http, "suggest", new { document = desk.Id, @base, edits = new[] { new { append = proposed.ToString() } } });
                    break;
                default:
                    await Edit(http, desk, (@base, text), chance);
                    break;
            }
        }
    }

    // A few characters of what it read give way to one of its own; with none of them it is put between.
    async Task Edit(HttpClient http, Desk desk, (string Base, string Text) read, Random chance)
    {
        var start = chance.Next(read.Text.Length + 1);
        var end = Math.Min(read.Text.Length, start + chance.Next(4));
        var written = New();
        var replaced = read.Text[start..end].Where(character => character >= FirstCharacter).ToList();
        replaced.ForEach(desk.Promises.Deleted);
        var @base = planted == Planted.IgnoresTheBase ? (await Read(http, desk)).Base : read.Base;
        var edit = chance.Next(5) == 0
            ? (object)new { append = written.ToString() }
            : new { start, end, text = written.ToString() };
        var isMade = await Must(http, "apply_edits", new { document = desk.Id, @base, edits = new[] { edit } });
        if (!isMade)
            return;
        desk.Promises.Make(new(0, 0, written, IsDeletion: false));
        if (edit.GetType().GetProperty("append") is null && planted == Planted.None)
            replaced.ForEach(character => desk.Promises.Make(new(0, 0, character, IsDeletion: true)));
    }

    static async Task<(Desk Desk, string Base, string Text)> Read(HttpClient http, Desk desk)
    {
        var (_, text) = await Call(http, "read", new { document = desk.Id });
        var read = JsonDocument.Parse(text).RootElement;
        return (desk, read.GetProperty("base").GetString()!, read.GetProperty("text").GetString()!);
    }

    /// <summary>False where a limit or, with a planted bug, the text forbade it.</summary>
    async Task<bool> Must(HttpClient http, string tool, object arguments)
    {
        var (isError, text) = await Call(http, tool, arguments);
        return !isError
            || (text.StartsWith("rate-limited", StringComparison.Ordinal) || planted == Planted.IgnoresTheBase
                ? false
                : throw new SimulationException($"{tool} was refused: {text}"));
    }

    static async Task<(bool IsError, string Text)> Call(HttpClient http, string tool, object arguments)
    {
        var call = new { jsonrpc = "2.0", id = 1, method = "tools/call", @params = new { name = tool, arguments } };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/mcp") { Content = JsonContent.Create(call) };
        request.Headers.Accept.ParseAdd("application/json");
        request.Headers.Accept.ParseAdd("text/event-stream");
        using var answer = await http.SendAsync(request);
        var body = await answer.Content.ReadAsStringAsync();
        var line = body.Split('\n').FirstOrDefault(line => line.StartsWith("data:", StringComparison.Ordinal));
        var result = JsonDocument.Parse(line is null ? body : line["data:".Length..]).RootElement.GetProperty("result");
        return (result.TryGetProperty("isError", out var error) && error.GetBoolean(),
            result.GetProperty("content")[0].GetProperty("text").GetString()!);
    }

    async Task Check(Desk desk)
    {
        var live = await people[0].Http.Ask("GET", $"{desk.Path}/content");
        desk.Promises.AreKeptIn(new string([.. live.Text.Where(character => character >= FirstCharacter)]));
        if (live.Text.FirstOrDefault(desk.Proposed.Contains) is var proposed and not '\0')
            throw new SimulationException($"'{proposed}' was only proposed, and is there.");
        var kept = await people[0].Http.Ask("GET", $"{desk.Path}/content?version={Uri.EscapeDataString(live.Header("ETag")!.Trim('"'))}");
        if (kept.Text != live.Text)
            throw new SimulationException($"What is kept opens as another text: '{kept.Text}', not '{live.Text}'.");
        await using var late = await LiveClient.Connect(server.Address, $"{desk.Id}", $"token={people[0].AccessToken}&ack=1");
        await late.Until(client => client.Text == live.Text).WaitAsync(Patience);
        if (late.Text != live.Text)
            throw new SimulationException($"Who comes late sees '{late.Text}', not '{live.Text}'.");
    }

    char New() => (char)(FirstCharacter + Interlocked.Increment(ref _written));

    sealed record Desk(string Path, Guid Id)
    {
        public Promises Promises { get; } = new();

        /// <summary>Is in suggestions, and so in no text.</summary>
        public System.Collections.Concurrent.ConcurrentBag<char> Proposed { get; } = [];
    }
}
