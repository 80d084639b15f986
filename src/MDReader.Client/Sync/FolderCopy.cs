namespace MDReader.Client.Sync;

/// <summary>The two sides of a folder that is kept in step, and what is known of how they were last.</summary>
sealed class FolderCopy(MDReaderClient client, LiveView live, Ledger ledger, Disk disk, SyncOptions options)
{
    // What the server doesn't take is not sent again until it changes.
    readonly Dictionary<string, string> _refused = [];

    // Documents that keep their names though their files have others, which the server doesn't take.
    readonly Dictionary<Guid, string> _held = [];

    public MDReaderClient Client => client;

    public LiveView Live => live;

    public Ledger Ledger => ledger;

    public Disk Disk => disk;

    public SyncOptions Options => options;

    public event Action<SyncEvent>? Told;

    /// <summary>Something was left for a later pass, which nothing else will remind of.</summary>
    public bool IsUnsettled { get; set; }

    /// <summary>This side has changed what is live.</summary>
    public bool HasWritten { get; set; }

    public void Tell(SyncAct act, string path, string? detail = null) => Told?.Invoke(new(act, path, detail));

    /// <param name="why">Said to the person, once.</param>
    public void Refuse(string path, string hash, string why)
    {
        if (IsRefused(path, hash))
            return;
        _refused[path] = hash;
        Tell(SyncAct.Refused, path, why);
    }

    public bool IsRefused(string path, string hash) => _refused.TryGetValue(path, out var known) && known == hash;

    /// <summary>The document isn't missing on disk while there is a file at this path: it is that one.</summary>
    public void Hold(Guid document, string path) => _held[document] = path;

    public bool IsHeld(Guid document) => _held.TryGetValue(document, out var path) && disk.HasFile(path);

    public void Release(Guid document) => _held.Remove(document);

    /// <summary>Where a live object lies on disk: at the top, where its folder isn't shared.</summary>
    public Guid? ParentOf(FeedItem item) => item.FolderId is { } id && ledger.Folders.ContainsKey(id) ? id : null;

    /// <summary>A file name in a folder that nothing has yet.</summary>
    /// <param name="except">The object's own name there, if it has one.</param>
    public string FreeName(Guid? parent, string name, string extension, string? except = null)
    {
        var folder = ledger.PathOf(parent);
        return FileNames.Free(name, extension, wanted =>
            (except is null || FileNames.Key(wanted) != FileNames.Key(except))
            && (IsKnown(parent, wanted) || disk.IsTaken(folder, wanted)));
    }

    bool IsKnown(Guid? parent, string name) =>
        ledger.Documents.Values.Any(known => known.ParentId == parent && FileNames.Key(known.FileName) == FileNames.Key(name))
        || ledger.Folders.Values.Any(known => known.ParentId == parent && FileNames.Key(known.FileName) == FileNames.Key(name));
}
