using System.Data.Common;

namespace MDReader.Server.Collaboration;

/// <summary>Who has which document open, as a room tells and asks it: the process's attendance, or a simulated one's.</summary>
interface IAttendance
{
    /// <inheritdoc cref="Whereabouts.Here"/>
    void Here(OpenDocument open);

    /// <inheritdoc cref="Whereabouts.Elsewhere"/>
    IReadOnlyDictionary<Guid, IReadOnlyList<PresentPerson>> Elsewhere(Guid document);

    /// <summary>Tells the other processes of cursors in this document.</summary>
    void Show(Guid document, CursorNews news);
}

/// <summary>
/// What is made of a room's messages, turn by turn, and what is told to whom around each commit; all but the waiting, which
/// is its loop's.
/// </summary>
sealed class RoomTurns(
    Room room, IDocumentLog log, IAttendance attendance, CollaborationOptions options, TimeProvider time)
{
    readonly TurnCommit _commit = new(room, log);
    DateTimeOffset _lastNeeded = time.GetUtcNow();
    bool _looksAround = true;
    bool _isUnneeded;

    /// <summary>Whether no turn comes after this one: nobody needs the room, or its document is gone.</summary>
    public bool IsOver => _isUnneeded || room.HasEnded;

    /// <summary>Takes a message into the turn.</summary>
    /// <param name="message">Which.</param>
    /// <param name="behind">How many wait behind it.</param>
    public void Take(RoomMessage message, int behind)
    {
        // Whoever comes with the sweep that would have put the room away stays in it.
        if (message.IsNeed)
            (_lastNeeded, _isUnneeded) = (time.GetUtcNow(), false);
        switch (message)
        {
            case RoomMessage.Elsewhere(var edits):
                _commit.Hear(edits);
                return;
            case RoomMessage.LookAround:
                _looksAround = true;
                return;
            case RoomMessage.Sweep:
                Sweep(behind);
                break;
            case RoomMessage.Join(var peer) when peer.KnownEpoch is { } known && known != room.Epoch:
                // One of the two is of the past: the log tells.
                _commit.Hear(new(known, 0, [], []));
                break;
            case RoomMessage.CursorsElsewhere:
                // Somebody who just came shows their cursor next, and is to be known by then.
                LookAround();
                break;
            default:
                break;
        }
        room.Handle(message);
    }

    /// <summary>Brings what was taken in onto disk.</summary>
    /// <returns>The sequence that may be published now; null when the document is gone, and the room was ended.</returns>
    /// <exception cref="DbException">The database failed: nothing may be published, and it is to be called again.</exception>
    public Task<long?> Commit()
    {
        LookAround();
        return _commit.Commit();
    }

    /// <summary>The turn is on disk, up to this sequence: tells everybody, here and elsewhere.</summary>
    public void Publish(long lastSeq)
    {
        TellWhoIsHere();
        room.Publish(lastSeq);
        if (room.TakeCursors() is { } cursors)
            attendance.Show(room.Document, cursors);
    }

    /// <summary>Tells who is in the room, if that has changed: before a turn is published, so that whoever is told that somebody
    /// came finds them there, and when the room has ended.</summary>
    public void TellWhoIsHere()
    {
        if (room.TakeHere() is var (workspace, people))
            attendance.Here(new(room.Document, workspace, people));
    }

    /// <summary>What came between the last turn and the end was never looked at.</summary>
    public static void TurnAway(RoomMessage late)
    {
        if (late is RoomMessage.Join(var peer))
            peer.SendAway(new(CloseCode.Restarting, "The document was just put away; connect again."));
        else if (late is RoomMessage.Write(_, var answer))
            answer.TrySetResult(new WriteOutcome.NotTaken());
    }

    void LookAround()
    {
        if (!_looksAround)
            return;
        _looksAround = false;
        room.Handle(new RoomMessage.PeopleElsewhere(attendance.Elsewhere(room.Document)));
    }

    void Sweep(int behind)
    {
        // A hint may have found no space.
        _looksAround = true;
        if (room.IsEmpty && behind == 0 && time.GetUtcNow() - _lastNeeded >= options.IdleRoom)
            _isUnneeded = true;
    }
}
