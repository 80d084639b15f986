using System.Net;

namespace MDReader.Client.Sync;

/// <summary>Brings one document that is known on both sides into step.</summary>
sealed class DocumentSteps(FolderCopy copy, Absences absences)
{
    readonly Ledger _ledger = copy.Ledger;
    readonly Disk _disk = copy.Disk;
    readonly Landing _landing = new(copy);
    readonly Sending _sending = new(copy);

    /// <summary>Finishes moves that a process before this one had begun.</summary>
    public void Recover()
    {
        foreach (var known in _ledger.Documents.Values.Where(known => known.MovesFrom is not null).ToList())
            FinishMove(known);
    }

    /// <param name="known">As the ledger has it.</param>
    /// <param name="file">What the scan found in its place.</param>
    /// <param name="cancellation">Between two steps.</param>
    public async Task Step(KnownDocument known, FoundFile? file, CancellationToken cancellation)
    {
        if (known.Incoming is not null)
        {
            _landing.Continue(known);
            copy.IsUnsettled = true;
        }
        else if (known.Outgoing is not null)
        {
            await _sending.Continue(known, cancellation);
            copy.IsUnsettled = true;
        }
        else if (!copy.Live.Documents.TryGetValue(known.Id, out var live))
        {
            await Gone(known, file, cancellation);
        }
        else
        {
            await Level(copy.Options.Pulls ? Follow(known, live) : known, live, file, cancellation);
        }
    }

    async Task Level(KnownDocument known, FeedItem live, FoundFile? file, CancellationToken cancellation)
    {
        var isGone = absences.IsGone(known.Id, isThere: file is not null || known.Disk is null || copy.IsHeld(known.Id));
        if (known.IsBeingDeleted && file is not null)
            _ledger.Save(known = known with { IsBeingDeleted = false });
        if (known.Disk != known.Live)
        {
            copy.IsUnsettled |= copy.Options.Pulls;
            if (copy.Options.Pulls)
                _landing.Begin(known);
        }
        else if (file is null)
        {
            if (isGone)
                await Missing(known, live, cancellation);
        }
        else if (file.Hash != known.Disk)
        {
            await Save(known, file, cancellation);
        }
        else if (live.ContentEtag != known.Etag && copy.Options.Pulls)
        {
            await Pull(known, cancellation);
        }
    }

    async Task Save(KnownDocument known, FoundFile file, CancellationToken cancellation)
    {
        copy.IsUnsettled |= !file.IsSettled;
        if (!file.IsSettled || !copy.Options.Pushes || copy.IsRefused(file.Path, file.Hash))
            return;
        // Looked at once more: the scan is a moment old.
        if (_disk.Read(file.Path) is { } saved && TextHash.Of(saved) == file.Hash)
            known = await _sending.Begin(known, saved, cancellation);
        copy.IsUnsettled |= !known.IsInStep;
    }

    async Task Pull(KnownDocument known, CancellationToken cancellation)
    {
        if (await copy.Client.Texts.ReadIfChanged(known.Id, known.Etag, cancellation) is not { } content)
        {
            copy.Live.Take(known.Id, known.Etag);
            return;
        }
        copy.IsUnsettled = true;
        copy.Live.Take(known.Id, content.Etag);
        known = known with { Etag = content.Etag, Live = _ledger.Keep(content.Bytes) };
        _ledger.Save(known);
        if (known.Disk != known.Live)
            _landing.Begin(known);
    }

    // Deleted on disk. An edit meanwhile wins.
    async Task Missing(KnownDocument known, FeedItem live, CancellationToken cancellation)
    {
        if (live.ContentEtag != known.Etag)
        {
            if (copy.Options.Pulls)
            {
                copy.Tell(SyncAct.Kept, _ledger.PathOf(known), "It was edited.");
                await Pull(known with { Disk = null, IsBeingDeleted = false }, cancellation);
            }
            return;
        }
        if (!copy.Options.Pushes)
            return;
        _ledger.Save(known = known with { IsBeingDeleted = true });
        copy.HasWritten = true;
        try
        {
            await copy.Client.Documents.Delete(known.Id, cancellation);
        }
        catch (ProblemException problem) when (problem.Status is HttpStatusCode.Forbidden)
        {
            copy.Tell(SyncAct.Refused, _ledger.PathOf(known), problem.Message);
            _ledger.Save(known with { IsBeingDeleted = false, Disk = null });
            copy.IsUnsettled = true;
            return;
        }
        catch (ProblemException problem) when (problem.Status is HttpStatusCode.NotFound or HttpStatusCode.Gone)
        {
            // Somebody was quicker.
        }
        await FinishDeletion(known, cancellation);
    }

    // Somebody may have typed between the last look and the deletion: then it comes back.
    async Task FinishDeletion(KnownDocument known, CancellationToken cancellation)
    {
        copy.Live.Take(new FeedItem(FeedItem.DocumentType, known.Id, "delete"));
        await foreach (var trashed in copy.Client.Documents.Trash(_ledger.Workspace, cancellation))
        {
            if (trashed.Id != known.Id)
                continue;
            if (trashed.ContentEtag == known.Etag)
                break;
            await Restore(known with { IsBeingDeleted = false, Disk = null }, cancellation);
            return;
        }
        _ledger.Forget(known);
        copy.Tell(SyncAct.Deleted, _ledger.PathOf(known));
    }

    // Deleted live. An edit on disk wins, and so does a file that is put back before its deletion is through.
    async Task Gone(KnownDocument known, FoundFile? file, CancellationToken cancellation)
    {
        var path = _ledger.PathOf(known);
        if (known.IsBeingDeleted && file is null)
        {
            await FinishDeletion(known, cancellation);
        }
        else if (!copy.Live.IsToldGone(known.Id) || file is null)
        {
            // Of what the server has never heard, the file is all that is left: it becomes a new document.
            _ledger.Forget(known);
            copy.IsUnsettled = true;
        }
        else if (!known.IsBeingDeleted && (file.Hash == known.Disk || file.Hash == known.Live))
        {
            // Nothing in the file that the server has not had.
            if (copy.Options.Pulls)
                Remove(known, path, file.Hash);
        }
        else if (copy.Options.Pushes)
        {
            await Restore(known with { IsBeingDeleted = false }, cancellation);
        }
    }

    void Remove(KnownDocument known, string path, string hash)
    {
        if (_disk.Remove(path, hash, _ledger.SwapFile($"{known.Id:N}")))
        {
            _ledger.Forget(known);
            copy.Tell(SyncAct.Removed, path);
        }
        else
        {
            copy.IsUnsettled = true;
        }
    }

    async Task Restore(KnownDocument known, CancellationToken cancellation)
    {
        copy.IsUnsettled = copy.HasWritten = true;
        try
        {
            copy.Live.Take(await copy.Client.Documents.Restore(known.Id, cancellation: cancellation));
            _ledger.Save(known);
            copy.Tell(SyncAct.Kept, _ledger.PathOf(known), "It was edited.");
        }
        catch (ProblemException problem) when (problem.Status is HttpStatusCode.NotFound or HttpStatusCode.Forbidden)
        {
            _ledger.Forget(known);
        }
    }

    // The file goes where the document went.
    KnownDocument Follow(KnownDocument known, FeedItem live)
    {
        var parent = copy.ParentOf(live);
        if ((known.Title, known.FolderId, known.ParentId) == (live.Title, live.FolderId, parent))
            return known;
        var stays = parent == known.ParentId;
        var name = live.Title == known.Title ? FileNames.TitleOf(known.FileName) : FileNames.For(live.Title!);
        if (!stays || name + FileNames.Extension != known.FileName)
            name = copy.FreeName(parent, name, FileNames.Extension, stays ? known.FileName : null);
        else
            name = known.FileName;
        var from = _ledger.PathOf(known);
        known = known with { ParentId = parent, FileName = name, Title = live.Title!, FolderId = live.FolderId, MovesFrom = from };
        _ledger.Save(known);
        return FinishMove(known);
    }

    KnownDocument FinishMove(KnownDocument known)
    {
        var from = known.MovesFrom!;
        while (from != _ledger.PathOf(known) && _disk.Read(from) is not null && !_disk.MoveFile(from, _ledger.PathOf(known)))
        {
            if (!_disk.IsTaken(_ledger.PathOf(known.ParentId), known.FileName))
                break;
            known = known with { FileName = copy.FreeName(known.ParentId, FileNames.For(known.Title), FileNames.Extension) };
            _ledger.Save(known);
        }
        _ledger.Save(known = known with { MovesFrom = null });
        if (from != _ledger.PathOf(known))
            copy.Tell(SyncAct.Moved, _ledger.PathOf(known));
        return known;
    }
}
