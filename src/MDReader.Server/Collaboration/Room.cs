namespace MDReader.Server.Collaboration;

/// <summary>
/// A document and the people in it, as a state machine without input or output of its own. It works in turns: messages
/// are handled and their edits staged; what is staged is committed outside; then the turn is published. Nobody is shown
/// anything of a turn, not even its own author as saved, before it is committed.
/// </summary>
sealed class Room
{
    // A client that answers a step 1 with what still stands on something missing would be asked for ever.
    const int VainSteps2Allowed = 3;

    readonly List<Peer> _peers = [];
    readonly List<Action> _onPublish = [];
    readonly HashSet<Peer> _toAcknowledge = [];
    readonly HashSet<Peer> _asking = [];
    readonly Broadcast _broadcast = new();
    readonly CollaborationOptions _options;
    readonly Draft _draft;
    readonly Company _company;
    readonly Func<byte[]> _stateVector;
    Guid _workspace;

    public Room(Guid document, OpenedDocument opened, UpdateRoad road, CollaborationOptions options)
    {
        _options = options;
        Document = document;
        _draft = new(document, opened, road, options);
        _stateVector = _draft.StateVector;
        _company = new(options.AwarenessLimit, client => _draft.Opened.Leases.OwnerOf(client), _broadcast);
    }

    public Guid Document { get; }

    public bool IsEmpty => _peers.Count == 0 && !_company.HasAgents;

    /// <summary>Whether it was ended, with a turn that may have been dropped: its document isn't what the log holds.</summary>
    public bool HasEnded { get; private set; }

    public int Epoch => _draft.Epoch;

    public long Seq => _draft.Seq;

    /// <summary>How many Yjs clients have written the document.</summary>
    public int Clients => _draft.Opened.Doc.ClientCount;

    /// <inheritdoc cref="OpenedDocument.SinceSnapshot"/>
    public LogLength SinceSnapshot => _draft.Opened.SinceSnapshot;

    /// <summary>What has to be committed before the turn can be published; null when nothing has.</summary>
    public Batch? Staging => _draft.Batch;

    public void Handle(RoomMessage message)
    {
        switch (message)
        {
            case RoomMessage.Join(var peer):
                Join(peer);
                break;
            case RoomMessage.Leave(var peer):
                Leave(peer);
                break;
            case RoomMessage.Step1(var peer, var stateVector):
                peer.Asks(stateVector);
                _asking.Add(peer);
                break;
            case RoomMessage.Update update when !update.Peer.IsGone:
                Receive(update);
                break;
            case RoomMessage.Awareness(var peer, var entries) when !peer.IsGone:
                Refusable(peer, () => _company.Show(peer, entries));
                break;
            case RoomMessage.QueryAwareness(var peer):
                peer.AsksForOthers = true;
                _asking.Add(peer);
                break;
            case RoomMessage.ShowAgent(var agent, var place):
                _workspace = agent.WorkspaceId;
                _company.Enter(agent);
                _onPublish.Add(() => _company.Show(agent, place));
                break;
            case RoomMessage.Read(var answer):
                _onPublish.Add(() => answer.TrySetResult(_draft.Content()));
                break;
            case RoomMessage.Look(var see):
                _onPublish.Add(() => see(_draft.Opened));
                break;
            case RoomMessage.Write(var request, var answer):
                _draft.Write(request, answer);
                break;
            case RoomMessage.SendAway(var whom, var closing):
                SendAway(whom, closing);
                break;
            case RoomMessage.Renew(var peer, var caller):
                peer.Renew(caller);
                break;
            case RoomMessage.Tell(var json):
                _onPublish.Add(() => Tell(json));
                break;
            case RoomMessage.PeopleElsewhere(var people):
                _company.LookAround(people);
                break;
            case RoomMessage.CursorsElsewhere(var cursors):
                // They may stand in text that comes with the same turn: behind it.
                _onPublish.Add(() => _company.Show(cursors));
                break;
            case RoomMessage.ShowCursors:
                _company.ShowElsewhere();
                break;
            case RoomMessage.Sweep:
                Sweep();
                break;
            case RoomMessage.Update or RoomMessage.Awareness:
                // From somebody who has been sent away.
                break;
            default:
                throw new InvalidOperationException($"A room has no answer to {message.GetType().Name}.");
        }
    }

    /// <summary>The turn is on disk, up to this sequence: tells everybody.</summary>
    /// <exception cref="InvalidOperationException">Somebody else has written in between; reload from the log.</exception>
    public void Publish(long lastSeq)
    {
        foreach (var staged in _draft.Commit(lastSeq))
            if (!staged.Edit.Update.IsEmpty)
                _broadcast.Add(Frames.Update(staged.Edit.Update.Span), staged.Sender);
        _onPublish.ForEach(act => act());
        _onPublish.Clear();
        foreach (var peer in _asking)
            Answer(peer);
        _asking.Clear();
        foreach (var peer in _toAcknowledge)
            peer.Acknowledge(Epoch, Seq);
        _toAcknowledge.Clear();
        if (_company.News() is { } news)
            Tell(news);
        _broadcast.Deliver(_peers);
        foreach (var peer in _peers)
            KeepPace(peer);
    }

    /// <summary>Who is here, and in which workspace, if that has changed since this was asked last.</summary>
    public (Guid Workspace, IReadOnlyList<PresentPerson> People)? TakeHere() =>
        _company.TakeHere() is { } people ? (_workspace, people) : null;

    /// <inheritdoc cref="Company.TakeCursors"/>
    public CursorNews? TakeCursors() => _company.TakeCursors();

    /// <summary>Takes in what other processes have committed; everybody is shown it with this turn.</summary>
    public void TakeOver(IReadOnlyList<LoggedEdit> edits, IReadOnlyList<Lease> leases)
    {
        _draft.TakeOver(edits, leases);
        foreach (var edit in edits)
            if (!edit.Update.IsEmpty)
                _broadcast.Add(Frames.Update(edit.Update.Span), author: null);
    }

    /// <summary>
    /// The log refused the turn. The edits that aren't permitted, if it was because of some, are dropped with their
    /// sockets; everybody else's are staged again on the state as the log has it.
    /// </summary>
    public void Restage(OpenedDocument reloaded, Appended.Refused? refused)
    {
        // A write whose answer got lost was made all the same; nobody has been shown it.
        if (reloaded.Seq > Seq)
            _broadcast.Add(Frames.Update(reloaded.Doc.EncodeStateAsUpdate()), author: null);
        if (refused is not null)
            SendAway(refused.Concerns, refused.Farewell);
        foreach (var stranded in _draft.Restage(reloaded, refused))
            SendAway(peer => peer == stranded, new(CloseCode.Restarting, "Connect again; a part of your edits is missing."));
    }

    /// <summary>Drops the turn and ends the room: everybody goes. Whoever waits for an answer gets none.</summary>
    public void End(Closing closing)
    {
        SendAway(_ => true, closing);
        _company.SendAgentsAway();
        _draft.Clear();
        _onPublish.Clear();
        _asking.Clear();
        _toAcknowledge.Clear();
        _broadcast.Clear();
        HasEnded = true;
    }

    /// <summary>The committed state, to be kept as a snapshot.</summary>
    /// <exception cref="InvalidOperationException">Something in the document isn't committed, or never was.</exception>
    public (byte[] State, FileFormat Format) Snapshot() => HasEnded || Staging is not null
        ? throw new InvalidOperationException("A room holds what isn't in the log while a turn is staged, and once it has ended.")
        : (_draft.WholeState(), _draft.Opened.Format);

    /// <inheritdoc cref="Draft.SnapshotTaken"/>
    public void SnapshotTaken(LogLength taken) => _draft.SnapshotTaken(taken);

    void Join(Peer peer)
    {
        if (_peers.Count + _company.SocketsElsewhere >= _options.SocketsPerDocument)
        {
            peer.SendAway(new(CloseCode.TooMany,
                $"This document is open {_options.SocketsPerDocument} times, which is the limit."));
            return;
        }
        // Its text and this one must not be merged. At the door it had been the right one: there it learns which it is now.
        if (peer.KnownEpoch is { } known && known != Epoch)
        {
            peer.SendAway(new(CloseCode.Restarting, "The document was just replaced; connect again."));
            return;
        }
        _workspace = peer.WorkspaceId;
        _peers.Add(peer);
        _company.Enter(peer);
        _onPublish.Add(() =>
        {
            peer.Acknowledge(Epoch, Seq);
            // Hocuspocus is asked when it asks: it counts on exactly one step 1 for each of its own.
            if (!peer.IsHocuspocus)
                Ask(peer, because: false);
            _company.ShowOthers(peer);
        });
    }

    void Leave(Peer peer)
    {
        if (!_peers.Remove(peer))
            return;
        _company.Leave(peer);
    }

    void SendAway(Func<Peer, bool> whom, Closing closing)
    {
        foreach (var peer in _peers.Where(whom).ToList())
        {
            peer.SendAway(closing);
            Leave(peer);
        }
    }

    // Once a turn, however often it has asked; who asks again and again without reading waits for what was sent before.
    void Answer(Peer peer)
    {
        if (peer.IsGone || peer.IsBehind)
            return;
        if (peer.AsksForOthers)
        {
            peer.AsksForOthers = false;
            _company.ShowOthers(peer);
        }
        if (peer.Unanswered is not { } stateVector)
            return;
        Fill(peer, stateVector);
        var asked = peer.Answered();
        if (peer.IsHocuspocus)
            for (var i = 0; i < asked; i++)
                Ask(peer, because: true);
    }

    void Fill(Peer peer, byte[] stateVector)
    {
        // An empty state vector, one byte, is a newcomer's.
        peer.Post(stateVector is [0]
            ? _draft.WholeStep2()
            : Frames.Step2(_draft.Opened.Doc.EncodeStateAsUpdate(stateVector)));
        peer.IsFilled = true;
    }

    void Ask(Peer peer, bool because) => peer.Ask(Frames.Step1(_draft.Opened.Doc.StateVector), because);

    // A client that took too little is sent nothing until it has caught up; then, in one update, what it lacks.
    void KeepPace(Peer peer)
    {
        peer.KeepPace(_stateVector);
        if (peer.Resume() is { } reached)
        {
            Fill(peer, peer.Unanswered ?? reached);
            Ask(peer, because: peer.Unanswered is not null || peer.OwesStep1);
            peer.Answered();
            peer.AsksForOthers = false;
            _company.ShowOthers(peer);
            peer.Acknowledge(Epoch, Seq);
            peer.Flush();
        }
        else if (peer is { HasAsked: true, IsBehind: false })
        {
            Answer(peer);
            peer.Flush();
        }
    }

    void Receive(RoomMessage.Update update)
    {
        var peer = update.Peer;
        Refusable(peer, () =>
        {
            var weight = peer.Sent.Weigh(update.Kind);
            switch (_draft.Stage(update, _company.ShownBy))
            {
                case Admission.Staged(var claims):
                    peer.Claimed += update.Kind == UpdateKind.FirstStep2 ? 0 : claims.Count;
                    break;
                case Admission.ChangesNothing:
                    break;
                case Admission.MissesDependencies when update.IsStep2 && ++peer.VainSteps2 > VainSteps2Allowed:
                    throw new MessageRefusedException(
                        new(CloseCode.Malformed, "Your document waits for edits that nobody has; load it again."));
                case Admission.MissesDependencies:
                    peer.Sent.Wait(weight);
                    _onPublish.Add(() => Ask(peer, because: false));
                    return;
                default:
                    throw new InvalidOperationException("An update has an admission.");
            }
            peer.VainSteps2 = 0;
            peer.Sent.Keep(weight, update.IsStep2);
            _toAcknowledge.Add(peer);
        });
    }

    // A refused message costs its sender the connection, and nobody else anything.
    void Refusable(Peer peer, Action handle)
    {
        try
        {
            handle();
        }
        catch (MessageRefusedException refused)
        {
            CollaborationMetrics.Refuse(refused.Closing);
            SendAway(other => other == peer, refused.Closing);
        }
    }

    void Sweep()
    {
        _company.Sweep();
        foreach (var peer in _peers.ToList())
            if (peer.Sweep() is { } closing)
                SendAway(other => other == peer, closing);
    }

    void Tell(byte[] json)
    {
        foreach (var peer in _peers)
            peer.Tell(json);
    }
}
