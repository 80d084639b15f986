using System.Text.Json;
using System.Text.Json.Nodes;

namespace Crdt.Tests.Sessions;

/// <summary>What a replica in yjs is after something happened, and what it sends of its own accord.</summary>
readonly record struct YjsOutcome(byte[][] Sent, byte[] StateVector, bool Pending)
{
    public static YjsOutcome Read(JsonElement json) => new(
        [.. json.GetProperty("sent").EnumerateArray().Select(update => update.GetBytesFromBase64())],
        json.GetProperty("stateVector").GetBytesFromBase64(),
        json.GetProperty("pending").GetBoolean());
}

readonly record struct YjsState(JsonElement Roots, byte[] Update, byte[] UpdateV2, byte[] Snapshot, YjsOutcome Outcome);

/// <summary>A session's replicas in real yjs.</summary>
sealed class YjsReplicas(YjsPeer yjs)
{
    public void Begin(Session session) => yjs.Ask(new()
    {
        ["command"] = "session.begin",
        ["clients"] = new JsonArray([.. session.Clients.Select(client => (JsonNode)client)]),
        ["gc"] = session.Gc,
        ["undo"] = session.Features.HasFlag(Features.Undo),
    });

    public YjsOutcome Edit(int replica, JsonArray list) =>
        YjsOutcome.Read(yjs.Ask(new() { ["command"] = "session.edit", ["replica"] = replica, ["list"] = list }));

    public YjsOutcome Undo(int replica, bool redo) =>
        YjsOutcome.Read(yjs.Ask(new() { ["command"] = "session.undo", ["replica"] = replica, ["redo"] = redo }));

    public YjsOutcome Apply(int replica, byte[] update, bool v2) => YjsOutcome.Read(yjs.Ask(new()
    {
        ["command"] = "session.apply",
        ["replica"] = replica,
        ["update"] = Convert.ToBase64String(update),
        ["v2"] = v2,
    }));

    public byte[] Merge(IEnumerable<byte[]> updates, bool v2) => yjs.Ask(new()
    {
        ["command"] = "session.merge",
        ["updates"] = new JsonArray([.. updates.Select(update => (JsonNode)Convert.ToBase64String(update))]),
        ["v2"] = v2,
    }).GetBytesFromBase64();

    public byte[] Diff(int replica, byte[] stateVector, bool v2) => yjs.Ask(new()
    {
        ["command"] = "session.diff",
        ["replica"] = replica,
        ["stateVector"] = Convert.ToBase64String(stateVector),
        ["v2"] = v2,
    }).GetBytesFromBase64();

    public byte[] ToV2(byte[] update) =>
        yjs.Ask(new() { ["command"] = "session.toV2", ["update"] = Convert.ToBase64String(update) })
            .GetBytesFromBase64();

    public YjsState State(int replica)
    {
        var state = yjs.Ask(new() { ["command"] = "session.state", ["replica"] = replica });
        return new(
            state.GetProperty("roots"),
            state.GetProperty("update").GetBytesFromBase64(),
            state.GetProperty("updateV2").GetBytesFromBase64(),
            state.GetProperty("snapshot").GetBytesFromBase64(),
            YjsOutcome.Read(state));
    }
}
