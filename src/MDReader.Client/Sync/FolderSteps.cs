using System.Net;

namespace MDReader.Client.Sync;

/// <summary>Folders here and there.</summary>
sealed class FolderSteps(FolderCopy copy, Absences absences)
{
    /// <summary>The server's word for a folder that isn't there, or not any more.</summary>
    public const string NoSuchFolder = "no-such-folder";

    // What a deletion took along is at the front of the trash.
    const int Lately = 200;

    readonly Ledger _ledger = copy.Ledger;
    readonly Disk _disk = copy.Disk;
    readonly Dictionary<string, Guid> _keys = [];

    /// <summary>Finishes what a process before this one had begun.</summary>
    public void Recover()
    {
        foreach (var known in _ledger.Folders.Values.Where(known => known.MovesFrom is not null).ToList())
            FinishMove(known);
    }

    /// <summary>Makes and moves folders on disk after the live ones.</summary>
    public void Follow()
    {
        // Those that lie in others come after them; what would lie in itself waits until the other has moved.
        var waiting = copy.Live.Folders.Values.ToDictionary(item => item.Id);
        for (var before = -1; waiting.Count != before;)
        {
            before = waiting.Count;
            foreach (var item in waiting.Values.ToList())
                if ((item.FolderId is not { } above || !waiting.ContainsKey(above))
                    && !(copy.ParentOf(item) is { } parent && Contains(item.Id, parent)))
                {
                    Follow(item);
                    waiting.Remove(item.Id);
                }
        }
    }

    /// <summary>The live folder for a folder on disk; null for the top.</summary>
    public async Task<Guid?> Live(string path, CancellationToken cancellation)
    {
        if (path.Length == 0)
            return null;
        if (_ledger.Folders.Values.FirstOrDefault(known => _ledger.PathOf(known) == path) is { } there)
            return there.Id;
        var slash = path.LastIndexOf('/');
        var parent = await Live(slash < 0 ? "" : path[..slash], cancellation);
        var name = path[(slash + 1)..];
        var key = _keys[path] = _keys.GetValueOrDefault(path, Guid.NewGuid());
        var made = await Make(name, parent, (path, key), cancellation);
        copy.HasWritten = true;
        _ledger.Save(new KnownFolder(made.Id, parent, name, made.Name, made.ParentId));
        copy.Live.Take(made);
        _keys.Remove(path);
        return made.Id;
    }

    /// <summary>Lets folders go that are empty and gone on one side.</summary>
    public async Task End(CancellationToken cancellation)
    {
        foreach (var known in _ledger.Folders.Values.OrderByDescending(known => _ledger.PathOf(known).Length).ToList())
        {
            var path = _ledger.PathOf(known);
            if (_ledger.Documents.Values.Any(inside => inside.ParentId == known.Id)
                || _ledger.Folders.Values.Any(inside => inside.ParentId == known.Id))
                continue;
            if (!copy.Live.Folders.ContainsKey(known.Id))
            {
                if (await BringsBack(known, path, cancellation))
                    continue;
                if (copy.Options.Pulls)
                    _disk.RemoveFolder(path);
                _ledger.Forget(known);
            }
            else if (absences.IsGone(known.Id, isThere: _disk.HasFolder(path)) && copy.Options.Pushes && IsEmptyLive(known.Id))
            {
                await Delete(known, path, cancellation);
            }
            else if (known.IsBeingDeleted && _disk.HasFolder(path))
            {
                _ledger.Save(known with { IsBeingDeleted = false });
            }
        }
    }

    async Task<Folder> Make(string name, Guid? parent, (string Path, Guid Key) once, CancellationToken cancellation)
    {
        try
        {
            return await copy.Client.Folders.Create(_ledger.Workspace, name, parent, once.Key, cancellation);
        }
        catch (ProblemException)
        {
            // This is an answer: what is asked next may be for another place.
            _keys.Remove(once.Path);
            throw;
        }
    }

    async Task Delete(KnownFolder known, string path, CancellationToken cancellation)
    {
        copy.HasWritten = true;
        var isRepeated = known.IsBeingDeleted;
        _ledger.Save(known = known with { IsBeingDeleted = true });
        try
        {
            await copy.Client.Folders.Delete(known.Id, cancellation);
        }
        catch (ProblemException problem) when (problem.Status is HttpStatusCode.Forbidden)
        {
            copy.Tell(SyncAct.Refused, path, problem.Message);
            Keep(known);
            return;
        }
        catch (ProblemException problem) when (problem.Status is HttpStatusCode.NotFound or HttpStatusCode.Gone)
        {
            // Somebody was quicker, and what went along was theirs to delete; unless it was this side, which got no answer.
            known = known with { IsBeingDeleted = isRepeated };
        }
        copy.Live.Take(new FeedItem(FeedItem.FolderType, known.Id, "delete"));
        if (await BringsBack(known, path, cancellation))
            return;
        _ledger.Forget(known);
        copy.Tell(SyncAct.Deleted, path);
    }

    // Whether this side's deletion took something along, for which the folder comes back.
    async Task<bool> BringsBack(KnownFolder known, string path, CancellationToken cancellation)
    {
        if (!known.IsBeingDeleted || !await HasTakenAlong(known.Id, cancellation))
            return false;
        try
        {
            copy.Live.Take(await copy.Client.Folders.Restore(known.Id, cancellation: cancellation));
        }
        catch (ProblemException problem) when (problem.Status is HttpStatusCode.NotFound or HttpStatusCode.Forbidden)
        {
            return false;
        }
        copy.Tell(SyncAct.Kept, path, "Something was put into it.");
        Keep(known);
        return true;
    }

    // The folder was empty when it was looked at last. What somebody has put into it since went into the trash with it.
    async Task<bool> HasTakenAlong(Guid folder, CancellationToken cancellation) =>
        await copy.Client.Documents.Trash(_ledger.Workspace, cancellation).Take(Lately)
            .AnyAsync(document => document.TrashedWith == folder, cancellation);

    void Keep(KnownFolder known)
    {
        copy.IsUnsettled = true;
        _ledger.Save(known with { IsBeingDeleted = false });
        if (copy.Options.Pulls)
            _disk.MakeFolder(_ledger.PathOf(known));
        else
            _ledger.Forget(known);
    }

    bool IsEmptyLive(Guid id) =>
        !copy.Live.Documents.Values.Concat(copy.Live.Folders.Values).Any(item => item.FolderId == id);

    void Follow(FeedItem item)
    {
        var parent = copy.ParentOf(item);
        if (!_ledger.Folders.TryGetValue(item.Id, out var known))
            Begin(item, parent);
        else if (copy.Options.Pulls && (known.Name, known.LiveParentId, known.ParentId) != (item.Name, item.FolderId, parent))
            Move(known, item, parent);
    }

    void Begin(FeedItem item, Guid? parent)
    {
        var name = FileNames.For(item.Name!);
        var path = Ledger.Join(_ledger.PathOf(parent), name);
        // A folder of that name which nothing is known of yet is the same folder.
        var isThere = _disk.HasFolder(path);
        if (!isThere && !copy.Options.Pulls)
            return;
        if (!isThere || _ledger.Folders.Values.Any(other => _ledger.PathOf(other) == path))
            name = copy.FreeName(parent, name, "");
        var known = new KnownFolder(item.Id, parent, name, item.Name!, item.FolderId);
        _ledger.Save(known);
        _disk.MakeFolder(_ledger.PathOf(known));
    }

    void Move(KnownFolder known, FeedItem item, Guid? parent)
    {
        var stays = parent == known.ParentId;
        var name = item.Name == known.Name ? known.FileName : FileNames.For(item.Name!);
        if (!stays || name != known.FileName)
            name = copy.FreeName(parent, name, "", stays ? known.FileName : null);
        var from = _ledger.PathOf(known);
        known = known with { ParentId = parent, FileName = name, Name = item.Name!, LiveParentId = item.FolderId };
        _ledger.Save(known with { MovesFrom = from });
        FinishMove(known with { MovesFrom = from });
    }

    void FinishMove(KnownFolder known)
    {
        var (from, to) = (known.MovesFrom!, _ledger.PathOf(known));
        if (from != to && _disk.HasFolder(from) && (FileNames.Key(from) == FileNames.Key(to) || !_disk.HasFolder(to)))
        {
            _disk.MoveFolder(from, to);
            copy.Tell(SyncAct.Moved, to);
        }
        _ledger.Save(known with { MovesFrom = null });
    }

    // Whether a folder is, as far as is known on disk, the other or above it.
    bool Contains(Guid folder, Guid other)
    {
        for (Guid? at = other; at is { } id; at = _ledger.Folders.GetValueOrDefault(id)?.ParentId)
            if (id == folder)
                return true;
        return false;
    }
}
