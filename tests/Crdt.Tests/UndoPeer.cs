using System.Text.Json;

namespace Crdt.Tests;

/// <summary>Documents of real yjs, each with its UndoManager.</summary>
public sealed class UndoPeer() : NodePeer("undo-peer.mjs")
{
    public sealed record State(byte[] Update, int Undo, int Redo, string Events, string Json);

    public void Open(
        int doc, ulong client, bool gc, string[] roots, string[] scope, int captureTimeout, bool ignoreRemoteMapChanges,
        bool declines) => Ask(new()
        {
            ["command"] = "open",
            ["doc"] = doc,
            ["client"] = client,
            ["gc"] = gc,
            ["roots"] = JsonSerializer.SerializeToNode(roots),
            ["scope"] = JsonSerializer.SerializeToNode(scope),
            ["captureTimeout"] = captureTimeout,
            ["ignoreRemoteMapChanges"] = ignoreRemoteMapChanges,
            ["declines"] = declines,
        });

    /// <summary>From now on, what is told of the roots is kept.</summary>
    public void Observe(int doc) => Ask(new() { ["command"] = "observe", ["doc"] = doc });

    /// <summary>What was told since this was last asked.</summary>
    public string Told(int doc) => Ask(new() { ["command"] = "told", ["doc"] = doc }).GetString()!;

    public void Advance(int milliseconds) => Ask(new() { ["command"] = "advance", ["milliseconds"] = milliseconds });

    /// <summary>Edits of its own choice as one transaction, with the origin "own".</summary>
    public byte[]? Edit(int doc, int seed, int count, string[] roots) => Sent(Ask(new()
    {
        ["command"] = "edit",
        ["doc"] = doc,
        ["seed"] = seed,
        ["count"] = count,
        ["roots"] = JsonSerializer.SerializeToNode(roots),
    }));

    /// <summary>Sets or deletes a key of the map, or deletes a range of another root.</summary>
    public byte[]? Do(int doc, string name, string key, double? value, int index, int length) => Sent(Ask(new()
    {
        ["command"] = "do",
        ["doc"] = doc,
        ["name"] = name,
        ["key"] = key,
        ["value"] = value,
        ["index"] = index,
        ["length"] = length,
    }));

    public void Apply(int doc, byte[] update, string origin) => Ask(new()
    {
        ["command"] = "apply",
        ["doc"] = doc,
        ["update"] = Convert.ToBase64String(update),
        ["origin"] = origin,
    });

    public byte[]? Undo(int doc) => Sent(Ask(new() { ["command"] = "undo", ["doc"] = doc }));

    public byte[]? Redo(int doc) => Sent(Ask(new() { ["command"] = "redo", ["doc"] = doc }));

    public void Clear(int doc, bool undo, bool redo) =>
        Ask(new() { ["command"] = "clear", ["doc"] = doc, ["undo"] = undo, ["redo"] = redo });

    public void StopCapturing(int doc) => Ask(new() { ["command"] = "stop", ["doc"] = doc });

    public State StateOf(int doc)
    {
        var state = Ask(new() { ["command"] = "state", ["doc"] = doc });
        return new(state.GetProperty("update").GetBytesFromBase64(),
            state.GetProperty("undo").GetInt32(), state.GetProperty("redo").GetInt32(),
            string.Join(", ", state.GetProperty("events").EnumerateArray().Select(happened => happened.GetString())),
            state.GetProperty("json").GetString()!);
    }

    public (byte[] Bytes, string Json) Position(int doc, string name, int index, int assoc)
    {
        var position = Ask(new()
        {
            ["command"] = "position",
            ["doc"] = doc,
            ["name"] = name,
            ["index"] = index,
            ["assoc"] = assoc,
        });
        return (position.GetProperty("bytes").GetBytesFromBase64(), position.GetProperty("json").GetString()!);
    }

    public int? Resolve(int doc, byte[] position, bool follow)
    {
        var found = Ask(new()
        {
            ["command"] = "resolve",
            ["doc"] = doc,
            ["position"] = Convert.ToBase64String(position),
            ["follow"] = follow,
        });
        return found.ValueKind == JsonValueKind.Null ? null : found.GetInt32();
    }

    static byte[]? Sent(JsonElement update) =>
        update.ValueKind == JsonValueKind.Null ? null : update.GetBytesFromBase64();
}
