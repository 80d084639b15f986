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
            if (_mayBeGone && await IsGone())
                return null;
            await _others.CatchUp(room);
            if (room.Staging is not { } batch)
                return room.Seq;
            switch (await log.Append(batch))
            {
                case Appended.Committed(var lastSeq):
                    await _others.CatchUp(room, lastSeq - batch.Edits.Count);
                    return lastSeq;
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
