namespace MDReader.Client.Sync;

/// <summary>The two sides of a folder that is kept in step, and what is known of how they were last.</summary>
sealed class FolderCopy(MDReaderClient client, LiveView live, Ledger ledger, Disk disk, SyncOptions options)
{
    // What the server doesn't take is not sent again until it changes.
    readonly Dictionary<string, string> _refused = [];

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

    public void Refuse(string path, string hash, ProblemException problem)
    {
        if (_refused.TryGetValue(path, out var known) && known == hash)
            return;
        _refused[path] = hash;
        Tell(SyncAct.Refused, path, problem.Message);
    }

    public bool IsRefused(string path, string hash) => _refused.TryGetValue(path, out var known) && known == hash;

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
