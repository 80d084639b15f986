using System.Text.Json;
using System.Text.Json.Nodes;

namespace Crdt.Tests;

/// <summary>Documents of real yjs, in a node process (<c>yjs-peer/</c>, after <c>npm ci</c> there).</summary>
public sealed class YjsPeer() : NodePeer("peer.mjs")
{
    /// <summary>A new document, instead of the one that had that number.</summary>
    public void Open(int doc, ulong client, bool gc) =>
        Ask(new() { ["command"] = "open", ["doc"] = doc, ["client"] = client, ["gc"] = gc });

    public byte[] Edit(int doc, IEnumerable<(int Index, string Insert, int Remove)> edits)
    {
        var list = new JsonArray();
        foreach (var (index, insert, remove) in edits)
            list.Add(new JsonObject { ["index"] = index, ["insert"] = insert, ["remove"] = remove });
        return Ask(new() { ["command"] = "edit", ["doc"] = doc, ["edits"] = list }).GetBytesFromBase64();
    }

    public void Apply(int doc, byte[] update) =>
        Ask(new() { ["command"] = "apply", ["doc"] = doc, ["update"] = Convert.ToBase64String(update) });

    public (string Text, byte[] StateVector, byte[] Update, bool Pending) State(int doc)
    {
        var state = Ask(new() { ["command"] = "state", ["doc"] = doc });
        return (state.GetProperty("text").GetString()!, state.GetProperty("stateVector").GetBytesFromBase64(),
            state.GetProperty("update").GetBytesFromBase64(), state.GetProperty("pending").GetBoolean());
    }

    /// <summary>What a new document holds after an update; nothing is asked of it that takes long in a large one.</summary>
    public (string Text, byte[] StateVector, bool Pending) Load(byte[] update)
    {
        var state = Ask(new() { ["command"] = "load", ["update"] = Convert.ToBase64String(update) });
        return (state.GetProperty("text").GetString()!, state.GetProperty("stateVector").GetBytesFromBase64(),
            state.GetProperty("pending").GetBoolean());
    }

    /// <summary>The delta of the text between two snapshots (encoded).</summary>
    public JsonElement Between(byte[] update, byte[] at, byte[]? since) => Ask(new()
    {
        ["command"] = "between",
        ["update"] = Convert.ToBase64String(update),
        ["at"] = Convert.ToBase64String(at),
        ["since"] = since is null ? null : Convert.ToBase64String(since),
    });

    /// <summary>The state after updates of a document that forgets what that client wrote, and nothing else.</summary>
    public byte[] Forget(IEnumerable<byte[]> updates, ulong client) => Ask(new()
    {
        ["command"] = "forget",
        ["updates"] = new JsonArray([.. updates.Select(update => (JsonNode)Convert.ToBase64String(update))]),
        ["client"] = client,
    }).GetBytesFromBase64();

    public byte[] Diff(int doc, byte[] stateVector) =>
        Ask(new() { ["command"] = "diff", ["doc"] = doc, ["stateVector"] = Convert.ToBase64String(stateVector) })
            .GetBytesFromBase64();
}

/// <summary>One node process serves all tests that compare with yjs, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class WithYjs : ICollectionFixture<YjsPeer>
{
    public const string Name = "with yjs";
}
