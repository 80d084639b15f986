using MDReader.Crdt.Protocol;

namespace MDReader.Server.Collaboration;

/// <summary>
/// A document and the people in it, as a state machine without input or output of its own. It works in turns: messages
/// are handled and their edits staged; what is staged is committed outside; then the turn is published. Nobody is shown
/// anything of a turn, not even its own author as saved, before it is committed.
/// </summary>
sealed class Room(Guid document, OpenedDocument opened, UpdateRoad road, CollaborationOptions options)
{
    // A client that answers a step 1 with what still stands on something missing would be asked for ever.
    const int VainSteps2Allowed = 3;

    readonly List<Peer> _peers = [];
    readonly AwarenessBoard _board = new(options.AwarenessLimit);
    readonly List<Staged> _staged = [];
    readonly List<Action> _onPublish = [];
    readonly HashSet<Peer> _toAcknowledge = [];
    readonly Broadcast _broadcast = new();
    readonly Presence _presence = new();
    OpenedDocument _opened = opened;
    Content? _content;
    byte[]? _wholeState;
    byte[]? _stateVector;

    public bool IsEmpty => _peers.Count == 0;

    public int Epoch => _opened.Epoch;

    public long Seq => _opened.Seq;

    string Etag => Documents.Document.ContentEtag(Epoch, Seq);

    /// <summary>Log rows that opening this document would have to read now.</summary>
    public int RowsSinceSnapshot => _opened.RowsSinceSnapshot;

    /// <summary>What has to be committed before the turn can be published; null when nothing has.</summary>
    public Batch? Staging => _staged.Count == 0
        ? null
        : new(document, Epoch, [.. _staged.Select(staged => staged.Edit)], _staged.Find(staged => staged.OnlyAfter is not null)?.OnlyAfter);

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
                _onPublish.Add(() => AnswerStep1(peer, stateVector));
                break;
            case RoomMessage.Update update when !update.Peer.IsGone:
                Receive(update);
                break;
            case RoomMessage.Awareness(var peer, var entries) when !peer.IsGone:
                Show(peer, entries);
                break;
            case RoomMessage.QueryAwareness(var peer):
                ShowOthers(peer);
                break;
            case RoomMessage.Read(var answer):
                _onPublish.Add(() => answer.TrySetResult(Content()));
                break;
            case RoomMessage.Look(var see):
                _onPublish.Add(() => see(_opened));
                break;
            case RoomMessage.Write(var request, var answer):
                Write(request, answer);
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
            case RoomMessage.WhoIsHere(var answer):
                answer.TrySetResult(_presence.People);
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
        if (lastSeq != Seq + _staged.Count)
            throw new InvalidOperationException($"The log is at {lastSeq}, the room expected {Seq + _staged.Count}.");
        if (_staged.Count > 0)
            Forget();
        foreach (var staged in _staged)
        {
            _opened = _opened with
            {
                Seq = Seq + 1,
                RowsSinceSnapshot = _opened.RowsSinceSnapshot + 1,
                Format = staged.Edit.Format is { } format ? FileFormat.Decode(format) : _opened.Format,
            };
            if (!staged.Edit.Update.IsEmpty)
                _broadcast.Add(Frames.Update(staged.Edit.Update.Span), staged.Sender);
            staged.Answer?.TrySetResult(new WriteOutcome.Written(Etag, staged.Merged, staged.Overlaps));
        }
        _staged.Clear();
        _onPublish.ForEach(act => act());
        _onPublish.Clear();
        foreach (var peer in _toAcknowledge)
            peer.Acknowledge(Epoch, Seq);
        _toAcknowledge.Clear();
        if (_presence.News() is { } news)
            Tell(news);
        _broadcast.Deliver(_peers);
        foreach (var peer in _peers)
            KeepPace(peer);
    }

    /// <summary>Takes in what other processes have committed; everybody is shown it with this turn.</summary>
    public void TakeOver(IReadOnlyList<LoggedEdit> edits, IReadOnlyList<Lease> leases)
    {
        _opened.Leases.Claim(leases);
        var rows = _opened.RowsSinceSnapshot + edits.Count;
        Reset(_opened.With(edits) with { RowsSinceSnapshot = rows });
        foreach (var edit in edits)
            if (!edit.Update.IsEmpty)
                _broadcast.Add(Frames.Update(edit.Update.Span), author: null);
    }

    /// <summary>
    /// The log refused the turn. This author's edits, if it was because of somebody, are dropped with their sockets;
    /// everybody else's are staged again on the state as the log has it.
    /// </summary>
    public void Restage(OpenedDocument reloaded, Guid? refused)
    {
        var known = Seq;
        Reset(reloaded);
        // A write whose answer got lost was made all the same; nobody has been shown it.
        if (Seq > known)
            _broadcast.Add(Frames.Update(WholeState()), author: null);
        SendAway(peer => peer.UserId == refused, new(CloseCode.NotPermitted, "You may no longer change this document."));
        var others = _staged.Where(staged => staged.Edit.Writer != refused).ToList();
        foreach (var staged in _staged.Where(staged => staged.Edit.Writer == refused))
            staged.Answer?.TrySetResult(new WriteOutcome.NotPermitted());
        _staged.Clear();
        foreach (var staged in others)
            if (staged.Request is { } request)
                Write(request, staged.Answer!);
            else if (staged.Edit.Update.IsEmpty || Admit(staged.Edit, staged.Sender is null ? Guid.Empty : staged.Edit.Author))
                _staged.Add(staged);
            else if (staged.Sender is { } sender)
                // It stood on what was refused, and was counted as kept: only a new connection sets that right.
                SendAway(peer => peer == sender, new(CloseCode.Restarting, "Connect again; a part of your edits is missing."));
    }

    /// <summary>Drops the turn and ends the room: everybody goes. Whoever waits for an answer gets none.</summary>
    public void End(Closing closing)
    {
        SendAway(_ => true, closing);
        _staged.Clear();
        _onPublish.Clear();
        _toAcknowledge.Clear();
        _broadcast.Clear();
    }

    /// <summary>The committed state, to be kept as a snapshot.</summary>
    public (byte[] State, FileFormat Format) Snapshot() => (WholeState(), _opened.Format);

    /// <summary>The log holds a snapshot up to this sequence now.</summary>
    public void SnapshotTaken(long seq) => _opened = _opened with { RowsSinceSnapshot = (int)(Seq - seq) };

    void Reset(OpenedDocument reloaded)
    {
        _opened = reloaded;
        Forget();
    }

    // What was made of the state that is no more.
    void Forget() => (_content, _wholeState, _stateVector) = (null, null, null);

    void Join(Peer peer)
    {
        if (_peers.Count >= options.SocketsPerDocument)
        {
            peer.SendAway(new(CloseCode.TooMany,
                $"This document is open {options.SocketsPerDocument} times, which is the limit."));
            return;
        }
        _peers.Add(peer);
        _presence.Enter(peer);
        _onPublish.Add(() =>
        {
            peer.Acknowledge(Epoch, Seq);
            // Hocuspocus is asked when it asks: it counts on exactly one step 1 for each of its own.
            if (!peer.IsHocuspocus)
                Ask(peer, because: false);
            ShowOthers(peer);
        });
    }

    void Leave(Peer peer)
    {
        if (!_peers.Remove(peer))
            return;
        _presence.Leave(peer);
        if (_board.Leave(peer) is { } gone)
            _broadcast.Add(Frames.Awareness([gone]), author: null);
    }

    void SendAway(Func<Peer, bool> whom, Closing closing)
    {
        foreach (var peer in _peers.Where(whom).ToList())
        {
            peer.SendAway(closing);
            Leave(peer);
        }
    }

    void AnswerStep1(Peer peer, byte[] stateVector)
    {
        if (peer.IsGone)
            return;
        // Who asks again and again without reading waits for what was sent before.
        if (peer.IsBehind)
        {
            peer.Unanswered = stateVector;
            return;
        }
        Fill(peer, stateVector);
        if (peer.IsHocuspocus)
            Ask(peer, because: true);
    }

    void Fill(Peer peer, byte[] stateVector)
    {
        // An empty state vector, one byte, is a newcomer's: all of them get the same bytes.
        var missing = stateVector is [0] ? WholeState() : _opened.Doc.EncodeStateAsUpdate(stateVector);
        peer.Post(Frames.Step2(missing));
    }

    void Ask(Peer peer, bool because) => peer.Ask(Frames.Step1(_opened.Doc.StateVector), because);

    // A client that took too little is sent nothing until it has caught up; then, in one update, what it lacks.
    void KeepPace(Peer peer)
    {
        peer.KeepPace(() => _stateVector ??= _opened.Doc.StateVector.Encode());
        if (peer.Resume() is { } reached)
        {
            Fill(peer, peer.Unanswered ?? reached);
            Ask(peer, because: peer.Unanswered is not null || peer.OwesStep1);
            peer.Unanswered = null;
            ShowOthers(peer);
            peer.Acknowledge(Epoch, Seq);
            peer.Flush();
        }
        else if (peer is { Unanswered: { } asked, IsBehind: false })
        {
            peer.Unanswered = null;
            AnswerStep1(peer, asked);
            peer.Flush();
        }
    }

    void Receive(RoomMessage.Update update)
    {
        var peer = update.Peer;
        Refusable(peer, () =>
        {
            var weight = peer.Sent.Weigh(update.Kind);
            var mayClaim = update.Kind == UpdateKind.FirstStep2
                ? options.FirstStep2NewClientLimit
                : options.NewClientLimit - peer.Claimed;
            var arrived = new Arrived(update.Decoded, update.Bytes.Length, peer.UserId, peer.MayWrite, mayClaim);
            switch (road.Admit(_opened, arrived))
            {
                case Admission.Staged(var claims):
                    _staged.Add(new(peer, new(peer.UserId, update.Bytes) { Claims = claims }));
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

    void Show(Peer peer, IReadOnlyList<AwarenessEntry> entries) => Refusable(peer, () =>
    {
        if (_board.Receive(peer, entries) is { } changed)
            _broadcast.Add(Frames.Awareness([changed]), peer);
    });

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

    void Write(ContentWrite request, TaskCompletionSource<WriteOutcome> answer)
    {
        try
        {
            switch (request.Condition)
            {
                case WriteCondition.IfCurrent(var etag, var changes):
                    if (etag == Documents.Document.ContentEtag(Epoch, Seq + _staged.Count))
                        Stage(request.Wanted.Sign(Latest.Write(request.Wanted.Text, changes, request.Wanted.Author)),
                            merged: false, overlaps: 0, onlyAfter: Seq);
                    else
                        _onPublish.Add(() => answer.TrySetResult(new WriteOutcome.Stale(Etag)));
                    break;
                case WriteCondition.Merge(var fork):
                    var merged = fork.BaseSeq != Seq + _staged.Count;
                    Stage(Merge(fork, out var overlaps), merged, overlaps);
                    break;
                default:
                    throw new InvalidOperationException("A write has a condition.");
            }
        }
        catch (MessageRefusedException refused) when (refused.Closing.Code == CloseCode.TooLarge)
        {
            _onPublish.Add(() => answer.TrySetResult(new WriteOutcome.TooLarge()));
        }

        void Stage(Edit? edit, bool merged, int overlaps, long? onlyAfter = null)
        {
            if (edit is null)
                _onPublish.Add(() => answer.TrySetResult(new WriteOutcome.Written(Etag, merged, overlaps)));
            else
                _staged.Add(new(Sender: null, edit, answer, merged, overlaps)
                {
                    OnlyAfter = onlyAfter,
                    Request = onlyAfter is null ? null : request,
                });
        }
    }

    // What was staged in this turn has given the file a format already.
    OpenedDocument Latest => _staged.LastOrDefault(staged => staged.Edit.Format is not null) is { Edit.Format: { } format }
        ? _opened with { Format = FileFormat.Decode(format) }
        : _opened;

    // Null where it changes nothing any more.
    Edit? Merge(Fork fork, out int overlaps)
    {
        overlaps = fork.BaseSeq == Seq + _staged.Count ? 0 : fork.Overlaps(_opened.Text);
        if (fork.Edit is not { } edit)
            return null;
        var before = Latest.Format;
        if (!edit.Update.IsEmpty && !Admit(edit, owner: Guid.Empty))
            edit = edit with { Update = ReadOnlyMemory<byte>.Empty, Claims = [] };
        var format = FileFormat.Merge(fork.Before, fork.After, before, _opened.Text);
        edit = edit with { Format = format.Equals(before) ? null : format.Encode() };
        return edit is { Update.IsEmpty: true, Format: null } ? null : edit;
    }

    // An edit that was admitted before, or that a replica of the server made: its claims are known.
    bool Admit(Edit edit, Guid owner)
    {
        _opened.Leases.Claim(edit.Claims);
        var update = road.Decode(edit.Update.Span, isFirstStep2: true);
        return road.Admit(_opened, new(update, edit.Update.Length, owner, MayWrite: true, options.FirstStep2NewClientLimit))
            is Admission.Staged;
    }

    Content Content() => _content ??= new(_opened.Format.FileOf(_opened.Text), Epoch, Seq);

    byte[] WholeState() => _wholeState ??= _opened.Doc.EncodeStateAsUpdate();

    void ShowOthers(Peer peer)
    {
        if (_board.Others(peer) is { Length: > 0 } others)
            peer.Post(Frames.Awareness(others));
    }

    void Sweep()
    {
        foreach (var peer in _peers.ToList())
            if (peer.Sweep() is { } closing)
                SendAway(other => other == peer, closing);
    }

    void Tell(byte[] json)
    {
        foreach (var peer in _peers)
            peer.Tell(json);
    }

    sealed record Staged(
        Peer? Sender, Edit Edit, TaskCompletionSource<WriteOutcome>? Answer = null, bool Merged = false, int Overlaps = 0)
    {
        /// <summary>The only sequence that it may be written after.</summary>
        public long? OnlyAfter { get; init; }

        /// <summary>What is looked at anew when others have written before it.</summary>
        public ContentWrite? Request { get; init; }
    }
}
