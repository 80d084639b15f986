using System.Data.Common;

namespace MDReader.Server.Collaboration;

/// <summary>One document's log, as the loop around its room writes and reads it: the one on disk, or a simulated one.</summary>
interface IDocumentLog
{
    /// <inheritdoc cref="GroupCommit.Append"/>
    Task<Appended> Append(Batch batch);

    /// <inheritdoc cref="UpdateLog.Open"/>
    Task<OpenedDocument?> Open();

    /// <inheritdoc cref="UpdateLog.Tail"/>
    Task<(IReadOnlyList<LoggedEdit> Edits, IReadOnlyList<Lease> Leases)> Tail(long after);
}

/// <summary>
/// Brings a room's turn onto disk, and the room to where the log is: what becomes of a turn that the log refuses, that
/// another process has overtaken, or whose document is gone.
/// </summary>
sealed class TurnCommit(Room room, IDocumentLog log)
{
    readonly OthersEdits _others = new(log);
    bool _mayBeGone;
    bool _mayBeKept;

    // Where a turn stands that is on disk, until what others wrote before it has been read: that may fail, too.
    (long After, long LastSeq)? _committed;

    /// <summary>Hears what another process has committed, or that the document is another now.</summary>
    public void Hear(RelayedEdits edits)
    {
        if (edits.Epoch == room.Epoch)
            _others.Hear(edits);
        else
            _mayBeGone = true;
    }

    /// <summary>The sequence that is on disk now; null when the document is no longer there, and the room was ended.</summary>
    /// <exception cref="DbException">The database failed: nothing may be published, and it is to be called again.</exception>
    public async Task<long?> Commit()
    {
        while (true)
        {
            if (_committed is var (after, lastSeq))
            {
                await _others.CatchUp(room, after);
                _committed = null;
                return lastSeq;
            }
            // What others have written is taken in once it is known whether this turn stands among it.
            if (!_mayBeKept)
            {
                if (_mayBeGone && await IsGone())
                    return null;
                await _others.CatchUp(room);
            }
            if (room.Staging is not { } batch)
                return room.Seq;
            switch (await Append(batch))
            {
                case Appended.Committed(var last):
                    _committed = (last - batch.Edits.Count, last);
                    break;
                case Appended.Refused refused:
                    await Restage(refused);
                    break;
                case Appended.Overtaken:
                    await Restage(refused: null);
                    break;
                case Appended.NotThere:
                    _mayBeGone = true;
                    break;
                default:
                    throw new InvalidOperationException("An append has an outcome.");
            }
        }
    }

    // The answer to a commit may get lost on its way back. What was written over one version is refused the next time, as
    // overtaken by itself: it is looked for in the log before that is believed.
    async Task<Appended> Append(Batch batch)
    {
        try
        {
            var appended = await log.Append(batch);
            if (appended is Appended.Doubtful(var now))
                (appended, _mayBeKept) = (now, true);
            if (_mayBeKept && appended is not Appended.Committed && await Kept(batch) is { } lastSeq)
                appended = new Appended.Committed(lastSeq);
            _mayBeKept = false;
            return appended;
        }
        catch
        {
            _mayBeKept = true;
            throw;
        }
    }

    // All of it, one behind the other, or none of it. By content, since another process may have written as the same client.
    async Task<long?> Kept(Batch batch)
    {
        var (edits, _) = await log.Tail(room.Seq);
        for (var first = 0; first + batch.Edits.Count <= edits.Count; first++)
            if (batch.Edits.Index().All(one => IsOf(edits[first + one.Index], one.Item)))
                return edits[first].Seq + batch.Edits.Count - 1;
        return null;
    }

    static bool IsOf(LoggedEdit logged, Edit edit) =>
        logged.Author == edit.Author
        && logged.Update.Span.SequenceEqual(edit.Update.Span)
        && (logged.Format ?? []).AsSpan().SequenceEqual(edit.Format ?? []);

    async Task Restage(Appended.Refused? refused)
    {
        if (await log.Open() is not { } reloaded || reloaded.Epoch != room.Epoch)
        {
            _mayBeGone = true;
            return;
        }
        // So that everybody is shown what others have written since.
        await _others.CatchUp(room, reloaded.Seq);
        room.Restage(reloaded, refused);
    }

    // In the trash, gone, or of another epoch.
    async Task<bool> IsGone()
    {
        var now = await log.Open();
        _mayBeGone = false;
        if (now?.Epoch == room.Epoch)
            return false;
        room.End(now is null
            ? new(CloseCode.NoSuchDocument, "This document is gone.")
            : new(CloseCode.EpochChanged, "The document was replaced; load it again."));
        return true;
    }
}
