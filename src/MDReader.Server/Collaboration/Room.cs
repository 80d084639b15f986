using MDReader.Crdt.Encoding;

namespace MDReader.Server.Collaboration;

/// <summary>
/// A document and the people in it, as a state machine without input or output of its own. It works in turns: messages
/// are handled and their edits staged; what is staged is committed outside; then the turn is published. Nobody is shown
/// anything of a turn, not even its own author as saved, before it is committed.
/// </summary>
sealed class Room(Guid document, OpenedDocument opened, UpdateRoad road, int peerLimit)
{
    // With a sweep every 5 s: something is sent at least every 15 s.
    const int SweepsToKeepAlive = 3;

    readonly List<Peer> _peers = [];
    readonly AwarenessBoard _board = new(road.Ordinary);
    readonly List<Staged> _staged = [];
    readonly List<Action> _onPublish = [];
    readonly HashSet<Peer> _toAcknowledge = [];
    readonly Broadcast _broadcast = new();
    OpenedDocument _opened = opened;
    Content? _content;
    byte[]? _wholeState;

    public bool IsEmpty => _peers.Count == 0;

    public int Epoch => _opened.Epoch;

    public long Seq => _opened.Seq;

    string Etag => Documents.Document.ContentEtag(Epoch, Seq);

    /// <summary>Log rows that opening this document would have to read now.</summary>
    public int RowsSinceSnapshot => _opened.RowsSinceSnapshot;

    /// <summary>What has to be committed before the turn can be published; null when nothing has.</summary>
    public Batch? Staging => _staged.Count == 0 ? null : new(document, Epoch, [.. _staged.Select(staged => staged.Edit)]);

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
            case RoomMessage.Awareness(var peer, var bytes) when !peer.IsGone:
                Show(peer, bytes);
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
            case RoomMessage.Sweep:
                KeepAlive();
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
            (_content, _wholeState) = (null, null);
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
            Acknowledge(peer);
        _toAcknowledge.Clear();
        _broadcast.Deliver(_peers);
    }

    /// <summary>
    /// The log refused this author's edits: theirs are dropped with their sockets, everybody else's staged again on the
    /// state as the log has it.
    /// </summary>
    public void Restage(OpenedDocument reloaded, Guid refused)
    {
        Reset(reloaded);
        SendAway(peer => peer.UserId == refused, new(CloseCode.NotPermitted, "You may no longer change this document."));
        var others = _staged.Where(staged => staged.Edit.Author != refused).ToList();
        foreach (var staged in _staged.Where(staged => staged.Edit.Author == refused))
            staged.Answer?.TrySetResult(new WriteOutcome.NotPermitted());
        _staged.Clear();
        foreach (var staged in others)
            if (staged.Edit.Update.IsEmpty || Admit(staged.Edit, staged.Sender is null ? Guid.Empty : staged.Edit.Author))
                _staged.Add(staged);
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

    void Reset(OpenedDocument reloaded) => (_opened, _content, _wholeState) = (reloaded, null, null);

    void Join(Peer peer)
    {
        if (_peers.Count >= peerLimit)
        {
            peer.SendAway(new(CloseCode.TooMany, $"This document is open {peerLimit} times, which is the limit."));
            return;
        }
        _peers.Add(peer);
        _onPublish.Add(() =>
        {
            Acknowledge(peer);
            peer.Post(Frames.Step1(_opened.Doc.StateVector));
            ShowOthers(peer);
        });
    }

    void Leave(Peer peer)
    {
        if (_peers.Remove(peer) && _board.Leave(peer) is { } gone)
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
        // An empty state vector, one byte, is a newcomer's: all of them get the same bytes.
        var missing = stateVector is [0] ? WholeState() : _opened.Doc.EncodeStateAsUpdate(stateVector);
        peer.Post(Frames.Step2(missing));
    }

    void Receive(RoomMessage.Update update)
    {
        var peer = update.Peer;
        Refusable(peer, () =>
        {
            var arrived = new Arrived(update.Decoded, peer.UserId, peer.MayWrite, update.Kind == UpdateKind.FirstStep2);
            switch (road.Admit(_opened, arrived))
            {
                case Admission.Staged(var claims):
                    _staged.Add(new(peer, new(peer.UserId, update.Bytes) { Claims = claims }));
                    break;
                case Admission.ChangesNothing:
                    break;
                case Admission.MissesDependencies:
                    peer.AwaitingStep2++;
                    _onPublish.Add(() => peer.Post(Frames.Step1(_opened.Doc.StateVector)));
                    return;
                default:
                    throw new InvalidOperationException("An update has an admission.");
            }
            peer.Saved += 1 + (update.IsStep2 ? peer.AwaitingStep2 : 0);
            if (update.IsStep2)
                peer.AwaitingStep2 = 0;
            _toAcknowledge.Add(peer);
        });
    }

    void Show(Peer peer, byte[] bytes) => Refusable(peer, () =>
    {
        try
        {
            if (_board.Receive(peer, bytes) is { } changed)
                _broadcast.Add(Frames.Awareness([changed]), peer);
        }
        catch (MalformedUpdateException malformed)
        {
            throw new MessageRefusedException(new(CloseCode.Malformed, malformed.Message));
        }
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
            SendAway(other => other == peer, refused.Closing);
        }
    }

    void Write(ContentWrite request, TaskCompletionSource<WriteOutcome> answer)
    {
        switch (request.Condition)
        {
            case WriteCondition.IfMatch(var matches):
                var current = Documents.Document.ContentEtag(Epoch, Seq + _staged.Count);
                if (!matches(current))
                    _onPublish.Add(() => answer.TrySetResult(new WriteOutcome.Stale(Etag)));
                else
                    Stage(_opened.Rewrite(request.File, request.Author), merged: false, overlaps: 0);
                break;
            case WriteCondition.Since(var earlier):
                Merge(earlier.State);
                break;
            default:
                throw new InvalidOperationException("A write has a condition.");
        }

        void Merge(OpenedDocument fork)
        {
            var overlaps = Overlaps(fork.Text.ToString(), _opened.Text.ToString(), request.File.Text);
            var edit = fork.Rewrite(request.File, request.Author);
            if (edit is { Update.IsEmpty: false })
                Admit(edit, owner: Guid.Empty);
            Stage(edit, merged: fork.Seq != Seq + _staged.Count, overlaps);
        }

        void Stage(Edit? edit, bool merged, int overlaps)
        {
            if (edit is null)
                _onPublish.Add(() => answer.TrySetResult(new WriteOutcome.Written(Etag, merged, overlaps)));
            else
                _staged.Add(new(Sender: null, edit, answer, merged, overlaps));
        }
    }

    // An edit that was admitted before, or that a replica of the server made: its claims are known.
    bool Admit(Edit edit, Guid owner)
    {
        _opened.Leases.Claim(edit.Claims);
        var update = road.Decode(edit.Update.Span, isFirstStep2: true);
        return road.Admit(_opened, new(update, owner, MayWrite: true, IsFirstStep2: true)) is Admission.Staged;
    }

    // How many of my changes touch text that theirs touch as well.
    static int Overlaps(string earlier, string theirs, string mine)
    {
        if (earlier == theirs)
            return 0;
        var changed = TextDiff.Between(earlier, theirs).ToList();
        return TextDiff.Between(earlier, mine)
            .Count(my => changed.Exists(their => my.Start <= their.Start + their.Length && their.Start <= my.Start + my.Length));
    }

    Content Content() => _content ??= new(_opened.Format.FileOf(_opened.Text), Epoch, Seq);

    byte[] WholeState() => _wholeState ??= _opened.Doc.EncodeStateAsUpdate();

    void ShowOthers(Peer peer)
    {
        if (_board.Others(peer) is { Length: > 0 } others)
            peer.Post(Frames.Awareness(others));
    }

    // A stock client takes a connection on which nothing arrives for 30 s for dead, and pings don't count for it.
    void KeepAlive()
    {
        foreach (var peer in _peers)
            if (++peer.QuietSweeps >= SweepsToKeepAlive)
                peer.Post(Frames.Nothing);
    }

    void Acknowledge(Peer peer)
    {
        if (peer.WantsAcknowledgement && !peer.IsGone)
            peer.Post(Frames.Saved(Epoch, Seq, peer.Saved));
    }

    sealed record Staged(
        Peer? Sender, Edit Edit, TaskCompletionSource<WriteOutcome>? Answer = null, bool Merged = false, int Overlaps = 0);
}
