namespace MDReader.Server.Collaboration;

/// <summary>
/// What other processes have committed to a document that is open here. The relay brings it at once, or that there is
/// something; what it didn't bring is read from the log, which alone says how far the document really is.
/// </summary>
sealed class OthersEdits(IDocumentLog log)
{
    readonly SortedDictionary<long, LoggedEdit> _brought = [];
    readonly List<Lease> _claims = [];
    long _lastSeq;

    public void Hear(RelayedEdits edits)
    {
        _lastSeq = Math.Max(_lastSeq, edits.LastSeq);
        foreach (var edit in edits.Edits)
            _brought[edit.Seq] = edit;
        _claims.AddRange(edits.Claims);
    }

    /// <summary>Brings the room to what has been heard of.</summary>
    public Task CatchUp(Room room) => CatchUp(room, _lastSeq);

    /// <summary>Brings the room to this sequence, where others have written before it.</summary>
    public async Task CatchUp(Room room, long seq)
    {
        while (room.Seq < seq && _brought.Remove(room.Seq + 1, out var edit))
            room.TakeOver([edit], _claims);
        if (room.Seq < seq)
        {
            var (edits, leases) = await log.Tail(room.Seq);
            // Beyond it may stand what this room has committed itself and not published yet.
            room.TakeOver([.. edits.TakeWhile(edit => edit.Seq <= seq)], leases);
        }
        while (_brought.Count > 0 && _brought.Keys.First() <= room.Seq)
            _brought.Remove(_brought.Keys.First());
        if (_brought.Count == 0)
            _claims.Clear();
    }
}
