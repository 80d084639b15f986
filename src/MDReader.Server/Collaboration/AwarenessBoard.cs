using System.Text.Json;
using System.Text.Json.Nodes;
using MDReader.Crdt.Protocol;

namespace MDReader.Server.Collaboration;

/// <summary>
/// Who shows which cursor. A socket speaks for one Yjs client, its own; what it says about others (stock clients echo
/// everybody's state) is dropped. Names and clocks are the server's, never the client's word.
/// </summary>
/// <param name="limit">Bytes of one state.</param>
sealed class AwarenessBoard(int limit)
{
    const int DepartedLimit = 10_000;
    const ulong HighestClock = 1UL << 40;

    readonly Dictionary<ulong, (Peer Peer, AwarenessEntry Entry)> _shown = [];

    // Clocks outlive their state: somebody who comes back must count on from there, or peers ignore them.
    readonly Dictionary<ulong, ulong> _clocks = [];

    public bool IsEmpty => _shown.Count == 0;

    /// <summary>Takes a message in; gives what to pass on to the others, or null.</summary>
    /// <exception cref="MessageRefusedException">Its own state is too large, or no object.</exception>
    public AwarenessEntry? Receive(Peer peer, IReadOnlyList<AwarenessEntry> entries)
    {
        AwarenessEntry? changed = null;
        foreach (var entry in entries)
            if (Owns(peer, entry))
                changed = Show(peer, entry.Client, entry.Clock, entry.Json is { } json ? Stamp(json, peer) : default(ReadOnlyMemory<byte>?));
        return changed;
    }

    /// <summary>Takes the peer's cursor away; gives what to tell the others, or null.</summary>
    public AwarenessEntry? Leave(Peer peer) =>
        peer.AwarenessClient is { } client && _shown.TryGetValue(client, out var shown) && shown.Peer == peer
            ? Show(peer, client, 0, null)
            : null;

    /// <summary>Everybody's state but the peer's own.</summary>
    public AwarenessEntry[] Others(Peer peer) =>
        [.. _shown.Values.Where(shown => shown.Peer != peer).Select(shown => shown.Entry)];

    bool Owns(Peer peer, AwarenessEntry entry)
    {
        if (peer.AwarenessClient is null && entry.Json is not null)
        {
            // A person who reconnects before the old socket is noticed gone takes their cursor over; nobody else may.
            if (_shown.TryGetValue(entry.Client, out var shown) && shown.Peer.UserId != peer.UserId)
                return false;
            peer.AwarenessClient = entry.Client;
        }
        return peer.AwarenessClient == entry.Client;
    }

    AwarenessEntry Show(Peer peer, ulong client, ulong clock, ReadOnlyMemory<byte>? json)
    {
        // One at the end of what JavaScript counts to would leave no clock for going, and break whoever reads on.
        var next = Math.Max(clock <= HighestClock ? clock : 0, _clocks.GetValueOrDefault(client) + 1);
        if (_clocks.Count >= DepartedLimit)
            foreach (var departed in _clocks.Keys.Where(known => !_shown.ContainsKey(known)).ToList())
                _clocks.Remove(departed);
        _clocks[client] = next;
        var entry = new AwarenessEntry(client, next, json);
        if (json is null)
            _shown.Remove(client);
        else
            _shown[client] = (peer, entry);
        return entry;
    }

    ReadOnlyMemory<byte> Stamp(ReadOnlyMemory<byte> json, Peer peer)
    {
        // Others' states, which stock clients echo, may have grown by the names that are put in; one's own is as it was made.
        if (json.Length > limit)
            throw new MessageRefusedException(new(CloseCode.TooLarge, $"An awareness state may have {limit} bytes."));
        if (JsonNode.Parse(json.Span) is not JsonObject state)
            throw new MessageRefusedException(new(CloseCode.Malformed, "An awareness state is a JSON object."));
        if (state["user"] is not JsonObject user)
            state["user"] = user = [];
        user["id"] = peer.UserId.ToString();
        user["name"] = peer.Name;
        if (peer.Caller.IsGuest)
            user["guest"] = true;
        else
            user.Remove("guest");
        return JsonSerializer.SerializeToUtf8Bytes(state);
    }
}
