using MDReader.Crdt.Protocol;

namespace MDReader.Server.Collaboration;

/// <summary>
/// The people of a room as they see each other: who is here and on other processes, and everybody's cursor. None of it is
/// kept anywhere, and all of it may be lost.
/// </summary>
/// <param name="awarenessLimit">Bytes of one awareness state.</param>
/// <param name="ownerOf">Whose a Yjs client is, once somebody has written as it.</param>
/// <param name="broadcast">Where what everybody is shown goes.</param>
sealed class Company(int awarenessLimit, Func<ulong, Guid?> ownerOf, Broadcast broadcast)
{
    static readonly IReadOnlySet<ulong> Nobody = new HashSet<ulong>();

    readonly AwarenessBoard _board = new(awarenessLimit, ownerOf);
    readonly Presence _presence = new();

    // Of each cursor the newest state, until it is told to the other processes.
    readonly Dictionary<ulong, Cursor> _untold = [];
    bool _tellsAll;

    /// <inheritdoc cref="AwarenessBoard.ShownBy"/>
    public Guid? ShownBy(ulong client) => _board.ShownBy(client);

    /// <inheritdoc cref="Presence.SocketsElsewhere"/>
    public int SocketsElsewhere => _presence.SocketsElsewhere;

    public void Enter(Peer peer) => _presence.Enter(peer);

    public void Leave(Peer peer)
    {
        _presence.Leave(peer);
        if (_board.Leave(peer) is { } gone)
            Tell(new(peer.UserId, gone), author: null);
    }

    /// <exception cref="MessageRefusedException">The state is too large, or no object.</exception>
    public void Show(Peer peer, IReadOnlyList<AwarenessEntry> entries)
    {
        if (_board.Receive(peer, entries) is { } changed)
            Tell(new(peer.UserId, changed), peer);
    }

    public void ShowOthers(Peer peer)
    {
        if (_board.Others(peer) is { Length: > 0 } others)
            peer.Post(Frames.Awareness(others));
    }

    /// <inheritdoc cref="Presence.HasAgents"/>
    public bool HasAgents => _presence.HasAgents;

    public void Enter(AgentAtWork agent) => _presence.Enter(agent);

    public void Show(AgentAtWork agent, CursorPlace? place)
    {
        // A turn may take so long that its agents are gone again when it is published.
        if (!_presence.Has(agent))
            return;
        if (_board.Show(agent, agent.State(place)) is { } shown)
            Tell(new(agent.By.UserId, shown, IsAgent: true), author: null);
    }

    /// <summary>Comes every few seconds: agents that have done nothing for a while go.</summary>
    public void Sweep() => Leave(_presence.Sweep());

    public void SendAgentsAway() => Leave(_presence.SendAgentsAway());

    void Leave(IReadOnlyList<AgentAtWork> agents)
    {
        foreach (var agent in agents)
            if (_board.Leave(agent) is { } gone)
                Tell(new(agent.By.UserId, gone, IsAgent: true), author: null);
    }

    /// <summary>Takes in who is on other processes now.</summary>
    public void LookAround(IReadOnlyDictionary<Guid, IReadOnlyList<PresentPerson>> elsewhere)
    {
        var (came, went) = _presence.LookAround(elsewhere);
        foreach (var process in went)
            if (_board.Leave(process, Nobody) is { Length: > 0 } gone)
                broadcast.Add(Frames.Awareness(gone), author: null);
        if (came.Count > 0)
            ShowElsewhere();
    }

    /// <summary>Takes in cursors of another process.</summary>
    public void Show(RelayedCursors cursors)
    {
        // Of one that isn't known to be here nobody would ever say that it has gone.
        if (!_presence.Has(cursors.Process))
            return;
        var news = cursors.News;
        var gone = news.IsWhole
            ? _board.Leave(cursors.Process, news.Cursors.Select(cursor => cursor.Entry.Client).ToHashSet())
            : [];
        AwarenessEntry[] changed =
            [.. gone, .. news.Cursors.Select(cursor => _board.Receive(cursors.Process, cursor)).OfType<AwarenessEntry>()];
        if (changed.Length > 0)
            broadcast.Add(Frames.Awareness(changed), author: null);
    }

    /// <summary>The other processes are told all cursors once more.</summary>
    public void ShowElsewhere()
    {
        _tellsAll = true;
        _untold.Clear();
        foreach (var cursor in _board.Own)
            _untold[cursor.Entry.Client] = cursor;
    }

    /// <inheritdoc cref="Presence.News"/>
    public byte[]? News() => _presence.News();

    /// <inheritdoc cref="Presence.TakeHere"/>
    public IReadOnlyList<PresentPerson>? TakeHere() => _presence.TakeHere();

    /// <summary>What other processes that have the document open are to be told of cursors; null when nothing.</summary>
    public CursorNews? TakeCursors()
    {
        if (_untold.Count == 0 && !_tellsAll)
            return null;
        var news = new CursorNews(_tellsAll, [.. _untold.Values]);
        _untold.Clear();
        _tellsAll = false;
        return news;
    }

    void Tell(Cursor cursor, Peer? author)
    {
        broadcast.Add(Frames.Awareness([cursor.Entry]), author);
        if (_presence.HasCompany)
            _untold[cursor.Entry.Client] = cursor;
    }
}
