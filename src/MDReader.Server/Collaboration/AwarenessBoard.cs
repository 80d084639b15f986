using MDReader.Crdt.Protocol;

namespace MDReader.Server.Collaboration;

/// <summary>
/// Who shows which cursor. A socket speaks for one Yjs client, its own; what it says about others (stock clients echo
/// everybody's state) is dropped. Names and clocks are the server's, never the client's word. A client is its owner's, who has
/// written as it; as long as nobody has, it is the first one's who shows something.
/// </summary>
/// <param name="limit">Bytes of one state.</param>
/// <param name="ownerOf">Whose a Yjs client is, once somebody has written as it.</param>
sealed class AwarenessBoard(int limit, Func<ulong, Guid?> ownerOf)
{
    const int DepartedLimit = 10_000;
    const ulong HighestClock = 1UL << 40;

    readonly Dictionary<ulong, Shown> _shown = [];

    // Who was the first to show something as a client: it stays theirs while they are away.
    readonly Dictionary<ulong, Guid> _firstShownBy = [];

    // Clocks outlive their state: somebody who comes back must count on from there, or peers ignore them.
    readonly Dictionary<ulong, ulong> _clocks = [];

    /// <summary>Who was the first to show something as this client; null where nobody did.</summary>
    public Guid? ShownBy(ulong client) => _firstShownBy.TryGetValue(client, out var user) ? user : null;

    /// <summary>Takes a message in; gives what to pass on to the others, or null.</summary>
    /// <exception cref="MessageRefusedException">Its own state is too large, or no object.</exception>
    public AwarenessEntry? Receive(Peer peer, IReadOnlyList<AwarenessEntry> entries)
    {
        AwarenessEntry? changed = null;
        foreach (var entry in entries)
            if (Owns(peer, entry))
                changed = Show(entry with { Json = entry.Json is { } json ? Stamp(json, peer) : default(ReadOnlyMemory<byte>?) }, new(peer.UserId, peer));
        return changed;
    }

    /// <summary>Takes in what another process shows; gives what to pass on, or null where it is known or somebody else's.</summary>
    public AwarenessEntry? Receive(Guid process, Cursor cursor)
    {
        var (user, entry, isAgent) = cursor;
        var by = new Shown(user, null, process, entry.Clock) { IsAgent = isAgent };
        // Where an agent was may be told so late that it has gone since: nobody would say so once more.
        if (!_shown.TryGetValue(entry.Client, out var shown))
            return entry.Json is null || isAgent && entry.Clock <= _clocks.GetValueOrDefault(entry.Client) ? null : Show(entry, by);
        // Who has come from there to here, or to a third process, is shown by where they are now.
        if (shown.UserId != user && ownerOf(entry.Client) != user || shown.Process != process && entry.Json is null
            || shown.Process == process && entry.Clock <= shown.ClockThere)
            return null;
        // Where an agent was before is told once more by a process that hasn't heard yet where it is now.
        if (shown.Process != process && shown.IsAgent && entry.Clock <= shown.Entry.Clock)
            return null;
        return Show(entry, by);
    }

    /// <summary>Takes the peer's cursor away; gives what to tell the others, or null.</summary>
    public AwarenessEntry? Leave(Peer peer) =>
        peer.AwarenessClient is { } client && _shown.TryGetValue(client, out var shown) && shown.Peer == peer
            ? Show(new(client, 0, null), shown)
            : null;

    /// <summary>Shows an agent's state; gives what to tell the others, or null where the client is somebody else's.</summary>
    public AwarenessEntry? Show(AgentAtWork agent, byte[] state)
    {
        var (client, user) = (agent.Client, agent.By.UserId);
        var isTaken = ownerOf(client) is not null || _shown.TryGetValue(client, out var shown) && shown.UserId != user;
        return isTaken ? null : Show(new(client, agent.Clock, state), new Shown(user, Peer: null) { IsAgent = true });
    }

    /// <summary>Takes an agent's cursor away, unless another process shows it by now; gives what to tell the others.</summary>
    public AwarenessEntry? Leave(AgentAtWork agent) =>
        _shown.TryGetValue(agent.Client, out var shown) && shown is { Peer: null, IsHere: true } && shown.UserId == agent.By.UserId
            ? Show(new(agent.Client, 0, null), shown)
            : null;

    /// <summary>Takes away what a process has shown, but for these clients; gives what to tell.</summary>
    public AwarenessEntry[] Leave(Guid process, IReadOnlySet<ulong> stays) =>
    [
        .. _shown.Where(shown => shown.Value.Peer is null && shown.Value.Process == process && !stays.Contains(shown.Key)).ToList()
            .Select(shown => Show(new(shown.Key, 0, null), shown.Value)),
    ];

    /// <summary>Everybody's state but the peer's own.</summary>
    public AwarenessEntry[] Others(Peer peer) =>
        [.. _shown.Values.Where(shown => shown.Peer != peer).Select(shown => shown.Entry)];

    /// <summary>What the sockets and agents of this process show.</summary>
    public IEnumerable<Cursor> Own =>
        _shown.Values.Where(shown => shown.IsHere).Select(shown => new Cursor(shown.UserId, shown.Entry, shown.IsAgent));

    bool Owns(Peer peer, AwarenessEntry entry)
    {
        // A person who reconnects before the old socket is noticed gone takes their cursor over; nobody else may.
        if ((ownerOf(entry.Client) ?? ShownBy(entry.Client) ?? peer.UserId) != peer.UserId)
            return false;
        if (peer.AwarenessClient is null && entry.Json is not null)
            peer.AwarenessClient = entry.Client;
        return peer.AwarenessClient == entry.Client;
    }

    AwarenessEntry Show(AwarenessEntry said, Shown by)
    {
        // One at the end of what JavaScript counts to would leave no clock for going, and break whoever reads on.
        var client = said.Client;
        var next = Math.Max(said.Clock <= HighestClock ? said.Clock : 0, _clocks.GetValueOrDefault(client) + 1);
        if (_clocks.Count >= DepartedLimit)
            foreach (var departed in _clocks.Keys.Where(known => !_shown.ContainsKey(known)).ToList())
            {
                _clocks.Remove(departed);
                _firstShownBy.Remove(departed);
            }
        _clocks[client] = next;
        var entry = said with { Clock = next };
        if (said.Json is null)
            _shown.Remove(client);
        else
        {
            _shown[client] = by with { Entry = entry };
            if (!by.IsAgent)
                _firstShownBy.TryAdd(client, by.UserId);
        }
        return entry;
    }

    ReadOnlyMemory<byte> Stamp(ReadOnlyMemory<byte> json, Peer peer)
    {
        // Others' states, which stock clients echo, may have grown by the names that are put in; one's own is as it was made.
        if (json.Length > limit)
            throw new MessageRefusedException(new(CloseCode.TooLarge, $"An awareness state may have {limit} bytes."));
        return AwarenessState.Stamp(json.Span, peer);
    }

    /// <param name="Peer">The socket that shows it; null where it is on another process, or an agent's.</param>
    /// <param name="Process">The other process; empty where it is this one.</param>
    /// <param name="ClockThere">The clock that the other process gave it.</param>
    readonly record struct Shown(Guid UserId, Peer? Peer, Guid Process = default, ulong ClockThere = 0)
    {
        public AwarenessEntry Entry { get; init; }

        public bool IsHere => Process == default;

        public bool IsAgent { get; init; }
    }
}
