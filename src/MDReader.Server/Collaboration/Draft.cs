namespace MDReader.Server.Collaboration;

/// <summary>One edit of a turn, in the document and not on disk yet.</summary>
/// <param name="Sender">Has it already; null where it came over REST.</param>
/// <param name="Answer">Who waits to be told, over REST.</param>
sealed record Staged(
    Peer? Sender, Edit Edit, TaskCompletionSource<WriteOutcome>? Answer = null, bool Merged = false, int Overlaps = 0)
{
    /// <summary>The only sequence that it may be written after.</summary>
    public long? OnlyAfter { get; init; }

    /// <summary>Whether it makes carriage returns of the edits before it line feeds.</summary>
    public bool EndsLines { get; init; }

    /// <summary>What is looked at anew when others have written before it.</summary>
    public ContentWrite? Request { get; init; }
}

/// <summary>
/// A room's document together with the turn that is staged in it. Its sequence is that of the last commit, and what it gives
/// away (text, state) may be shown only between turns, when nothing is staged.
/// </summary>
sealed class Draft(Guid document, OpenedDocument opened, UpdateRoad road, CollaborationOptions options)
{
    readonly List<Staged> _staged = [];
    readonly List<Action> _onCommit = [];
    Content? _content;
    byte[]? _wholeState;
    byte[]? _wholeStep2;
    byte[]? _stateVector;

    public OpenedDocument Opened { get; private set; } = opened;

    public int Epoch => Opened.Epoch;

    public long Seq => Opened.Seq;

    public string Etag => Documents.Document.ContentEtag(Epoch, Seq);

    /// <summary>What has to be committed; null when nothing has.</summary>
    public Batch? Batch => _staged.Count == 0
        ? null
        : new(document, Epoch, [.. _staged.Select(staged => staged.Edit)], _staged.Find(staged => staged.OnlyAfter is not null)?.OnlyAfter);

    public Content Content() => _content ??= new(Opened.Format.FileOf(Opened.Text), Epoch, Seq);

    public byte[] WholeState() => _wholeState ??= Opened.Doc.EncodeStateAsUpdate();

    /// <summary>The whole state as the answer to a newcomer: all of them are sent the same bytes.</summary>
    public byte[] WholeStep2() => _wholeStep2 ??= Frames.Step2(WholeState());

    public byte[] StateVector() => _stateVector ??= Opened.Doc.StateVector.Encode();

    /// <summary>Stages what a client sent, if it is new and complete.</summary>
    /// <param name="update">What came.</param>
    /// <param name="shownBy"><inheritdoc cref="Arrived.ShownBy" path="/summary"/></param>
    /// <exception cref="MessageRefusedException">Refused; the document is as it was.</exception>
    public Admission Stage(RoomMessage.Update update, Func<ulong, Guid?> shownBy)
    {
        var peer = update.Peer;
        var mayClaim = update.Kind == UpdateKind.FirstStep2
            ? options.FirstStep2NewClientLimit
            : options.NewClientLimit - peer.Claimed;
        var admission = road.Admit(
            Opened, new(update.Decoded, update.Bytes.Length, peer.UserId, peer.MayWrite, mayClaim) { ShownBy = shownBy });
        if (admission is Admission.Staged(var claims))
        {
            var edit = new Edit(peer.UserId, update.Bytes)
            {
                Claims = claims,
                Credential = peer.CredentialId,
                Via = peer.Caller.Via,
            };
            _staged.Add(new(peer, edit));
            if (update.Decoded.HasInText((byte)'\r'))
                EndLines(edit);
        }
        return admission;
    }

    // Some editors paste the line ends that they were given. Refusing those would lose their text: instead an edit right
    // behind makes them line feeds, so that nobody is ever shown another.
    void EndLines(Edit given)
    {
        var changes = TextChanges.ToLineFeeds(Opened.Text.ToString());
        if (Latest.Write(new NewText.Edits([]), changes, given.Author) is not { } edit)
            return;
        Opened.Count(edit.Update.Length);
        _staged.Add(new(Sender: null, edit with { Credential = given.Credential, Via = given.Via }) { OnlyAfter = Seq, EndsLines = true });
    }

    /// <summary>Stages a write over REST; whoever waits is answered with the commit, also where nothing is to be written.</summary>
    public void Write(ContentWrite request, TaskCompletionSource<WriteOutcome> answer)
    {
        try
        {
            switch (request.Condition)
            {
                case WriteCondition.IfCurrent(var etag, var changes):
                    if (etag == Documents.Document.ContentEtag(Epoch, Seq + _staged.Count))
                        Stage(request.Wanted.Sign(WriteOver(request.Wanted, changes)), merged: false, overlaps: 0, onlyAfter: Seq);
                    else
                        _onCommit.Add(() => answer.TrySetResult(new WriteOutcome.Stale(Etag)));
                    break;
                case WriteCondition.Merge(var fork) when IsAhead(fork):
                    answer.TrySetResult(new WriteOutcome.NotTaken());
                    break;
                case WriteCondition.Merge(var fork) when fork.Epoch != Epoch:
                    _onCommit.Add(() => answer.TrySetResult(new WriteOutcome.BaseGone()));
                    break;
                case WriteCondition.Merge(var fork):
                    var merged = fork.BaseSeq != Seq + _staged.Count;
                    Stage(Merge(fork, out var overlaps), merged, overlaps);
                    break;
                default:
                    throw new InvalidOperationException("A write has a condition.");
            }
        }
        catch (MessageRefusedException refused)
        {
            _onCommit.Add(() => answer.TrySetResult(Outcome(refused)));
        }

        void Stage(Edit? edit, bool merged, int overlaps, long? onlyAfter = null)
        {
            if (edit is null)
                _onCommit.Add(() => answer.TrySetResult(new WriteOutcome.Written(Etag, merged, overlaps)));
            else
                _staged.Add(new(Sender: null, edit, answer, merged, overlaps)
                {
                    OnlyAfter = onlyAfter,
                    Request = onlyAfter is null ? null : request,
                });
        }
    }

    // A server's replica makes sound edits: one of them is too large, or was made as a client that is somebody's.
    static WriteOutcome Outcome(MessageRefusedException refused) => refused.Closing.Code == CloseCode.TooLarge
        ? new WriteOutcome.TooLarge(refused.Closing.Reason)
        : new WriteOutcome.NotPermitted();

    /// <summary>The turn is on disk, up to this sequence: answers who waits, and gives what it was.</summary>
    /// <exception cref="InvalidOperationException">Somebody else has written in between; reload from the log.</exception>
    public IReadOnlyList<Staged> Commit(long lastSeq)
    {
        if (lastSeq != Seq + _staged.Count)
            throw new InvalidOperationException($"The log is at {lastSeq}, the room expected {Seq + _staged.Count}.");
        IReadOnlyList<Staged> committed = [.. _staged];
        _staged.Clear();
        if (committed.Count > 0)
            Forget();
        foreach (var staged in committed)
        {
            Opened = Opened with
            {
                Seq = Seq + 1,
                SinceSnapshot = Opened.SinceSnapshot + new LogLength(1, staged.Edit.Update.Length),
                Format = staged.Edit.Format is { } format ? FileFormat.Decode(format) : Opened.Format,
            };
            staged.Answer?.TrySetResult(new WriteOutcome.Written(Etag, staged.Merged, staged.Overlaps) { End = staged.Edit.End });
        }
        _onCommit.ForEach(answer => answer());
        _onCommit.Clear();
        return committed;
    }

    /// <summary>Takes in what other processes have committed.</summary>
    public void TakeOver(IReadOnlyList<LoggedEdit> edits, IReadOnlyList<Lease> leases)
    {
        Opened.Leases.Claim(leases);
        var length = Opened.SinceSnapshot + LogLength.Of(edits);
        Opened = Opened.With(edits) with { SinceSnapshot = length };
        Forget();
    }

    /// <summary>
    /// Puts the state as the log has it in the place of this one, and stages the turn on it again without the refused
    /// edits. Gives the senders of those, and of what stood on them: counted as kept, they are not.
    /// </summary>
    public IReadOnlyList<Peer> Restage(OpenedDocument reloaded, Appended.Refused? refused)
    {
        Opened = reloaded;
        Forget();
        var turn = _staged.ToList();
        _staged.Clear();
        var stranded = new List<Peer>();
        foreach (var staged in turn)
            if (refused?.Concerns(staged.Edit) ?? false)
            {
                staged.Answer?.TrySetResult(new WriteOutcome.NotPermitted());
                Strand(staged);
            }
            else if (staged.Request is { } request)
                Write(request, staged.Answer!);
            else if (staged.EndsLines)
                EndLines(staged.Edit);
            else if (!StagedAgain(staged))
                Strand(staged);
        return stranded;

        void Strand(Staged staged)
        {
            if (staged.Sender is { } sender)
                stranded.Add(sender);
        }
    }

    // False where it is there already, or has no place any more.
    bool StagedAgain(Staged staged)
    {
        try
        {
            switch (Admit(staged.Edit, staged.Sender is null ? Guid.Empty : staged.Edit.Author))
            {
                case Admission.Staged(var claims):
                    // Some of what it brought may be here already, as somebody's.
                    _staged.Add(staged with { Edit = staged.Edit with { Claims = claims } });
                    return true;
                case Admission.ChangesNothing:
                    _onCommit.Add(() => staged.Answer?.TrySetResult(new WriteOutcome.Written(Etag, staged.Merged, staged.Overlaps)));
                    break;
                default:
                    staged.Answer?.TrySetResult(new WriteOutcome.NotTaken());
                    break;
            }
        }
        catch (MessageRefusedException refused)
        {
            _onCommit.Add(() => staged.Answer?.TrySetResult(Outcome(refused)));
        }
        return false;
    }

    /// <summary>Drops the turn.</summary>
    public void Clear()
    {
        _staged.Clear();
        _onCommit.Clear();
    }

    /// <summary>The log holds a snapshot now in place of so much of it.</summary>
    public void SnapshotTaken(LogLength taken) => Opened = Opened with { SinceSnapshot = Opened.SinceSnapshot.Since(taken) };

    // What was staged in this turn has given the file a format already.
    OpenedDocument Latest => _staged.LastOrDefault(staged => staged.Edit.Format is not null) is { Edit.Format: { } format }
        ? Opened with { Format = FileFormat.Decode(format) }
        : Opened;

    // A rewrite takes no more road than this: the text was measured when the changes were worked out.
    Edit? WriteOver(Wish wanted, IReadOnlyList<TextChange> changes)
    {
        var largest = TextChanges.LargestUpdate(changes);
        Opened.Size.Grow(largest, options.StateLimit, Opened.Doc, () =>
        {
            var copy = Latest.Copy();
            copy.Write(wanted.Text, changes, wanted.Author);
            return copy.Doc;
        });
        Opened.TextSize.Count(largest);
        return Latest.Write(wanted.Text, changes, wanted.Author);
    }

    // Null where it changes nothing any more.
    Edit? Merge(Fork fork, out int overlaps)
    {
        overlaps = fork.BaseSeq == Seq + _staged.Count ? 0 : fork.Overlaps(Opened.Text);
        if (fork.Edit is not { } edit)
            return null;
        var before = Latest.Format;
        edit = Admit(edit, owner: Guid.Empty) switch
        {
            Admission.Staged => edit,
            Admission.ChangesNothing => edit with { Update = ReadOnlyMemory<byte>.Empty, Claims = [] },
            _ => throw new InvalidOperationException("A fork stands on a version of this document that the room is at, or was."),
        };
        var format = FileFormat.Merge(fork.Before, fork.After, before, Opened.Text);
        edit = edit with { Format = format.Equals(before) ? null : format.Encode() };
        return edit is { Update.IsEmpty: true, Format: null } ? null : edit;
    }

    // Another process has seen a version that this one is told of in the same turn, or the next. What stands on it has no place
    // yet, which isn't to be taken for something that is here already.
    bool IsAhead(Fork fork) => fork.Epoch > Epoch || (fork.Epoch == Epoch && fork.BaseSeq > Seq);

    // An edit that was admitted before, or that a replica of the server made; one of the format alone needs no place.
    Admission Admit(Edit edit, Guid owner)
    {
        if (edit.Update.IsEmpty)
            return new Admission.Staged([]);
        var update = road.Decode(edit.Update.Span, isFirstStep2: true);
        return road.Admit(Opened, new(update, edit.Update.Length, owner, MayWrite: true, options.FirstStep2NewClientLimit));
    }

    // What was made of the state that is no more.
    void Forget() => (_content, _wholeState, _wholeStep2, _stateVector) = (null, null, null, null);
}
