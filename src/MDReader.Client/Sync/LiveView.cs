namespace MDReader.Client.Sync;

/// <summary>The workspace's folders and documents as the feed has told of them.</summary>
/// <param name="client">Asks the server.</param>
/// <param name="workspace">Whose.</param>
/// <param name="cursor">How far a process before this one has read; null for nowhere.</param>
sealed class LiveView(MDReaderClient client, Guid workspace, string? cursor)
{
    readonly Dictionary<Guid, FeedItem> _documents = [];
    readonly Dictionary<Guid, FeedItem> _folders = [];
    readonly HashSet<Guid> _gone = [];

    public IReadOnlyDictionary<Guid, FeedItem> Documents => _documents;

    public IReadOnlyDictionary<Guid, FeedItem> Folders => _folders;

    /// <summary>Everything that has been taken in lies before it; null before the first time.</summary>
    public string? Cursor => cursor;

    /// <summary>The feed has told of its end: it isn't only unknown.</summary>
    public bool IsToldGone(Guid id) => _gone.Contains(id);

    /// <summary>Takes in everything there is, and what has gone since the last time.</summary>
    public async Task Begin(CancellationToken cancellation)
    {
        var before = cursor;
        Take(await Whole(cancellation));
        // Only changes tell of what has gone. Asked for last, so that nothing goes untold between the two.
        if (before is not null)
            Take(await Ask(before, wait: 0, cancellation));
    }

    /// <summary>Asks for what has changed, and waits a while for something to.</summary>
    /// <param name="wait">Seconds.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public Task<FeedAnswer> Ask(int wait, CancellationToken cancellation) => Ask(cursor!, wait, cancellation);

    /// <summary>True when there was anything new.</summary>
    public bool Take(FeedAnswer answer)
    {
        if (answer.IsWhole)
        {
            _documents.Clear();
            _folders.Clear();
        }
        foreach (var item in answer.Items)
            Take(item);
        cursor = answer.Cursor;
        return answer.IsWhole || answer.Items.Count > 0;
    }

    /// <summary>What this client did itself need not be told first.</summary>
    public void Take(FeedItem item)
    {
        var items = item.Type switch
        {
            FeedItem.DocumentType => _documents,
            FeedItem.FolderType => _folders,
            _ => null,
        };
        if (items is null)
            return;
        if (item.IsGone)
        {
            items.Remove(item.Id);
            _gone.Add(item.Id);
        }
        else
        {
            items[item.Id] = item;
            _gone.Remove(item.Id);
        }
    }

    public void Take(Document document) => Take(new FeedItem(FeedItem.DocumentType, document.Id, "upsert")
    {
        Title = document.Title,
        FolderId = document.FolderId,
        Role = document.Role,
        ContentEtag = document.ContentEtag,
    });

    public void Take(Folder folder) => Take(new FeedItem(FeedItem.FolderType, folder.Id, "upsert")
    {
        Name = folder.Name,
        FolderId = folder.ParentId,
    });

    /// <summary>The document's text is at this version.</summary>
    public void Take(Guid document, string etag)
    {
        if (_documents.TryGetValue(document, out var known))
            _documents[document] = known with { ContentEtag = etag };
    }

    /// <summary>The server knows of no such document, or says so.</summary>
    public void Lose(Guid document) => _documents.Remove(document);

    async Task<FeedAnswer> Ask(string since, int wait, CancellationToken cancellation)
    {
        try
        {
            var items = new List<FeedItem>();
            var next = since;
            for (var more = true; more;)
            {
                var changes = await client.Feed.Changes(workspace, next, items.Count == 0 ? wait : 0, cancellation);
                items.AddRange(changes.Items);
                (next, more) = (changes.NextCursor, changes.HasMore);
            }
            return new(items, next, IsWhole: false);
        }
        catch (ProblemException old) when (old.Type is "sync-cursor-expired" or "cursor-mismatch")
        {
            return await Whole(cancellation);
        }
    }

    async Task<FeedAnswer> Whole(CancellationToken cancellation)
    {
        var items = new List<FeedItem>();
        string? page = null;
        string sync;
        do
        {
            var snapshot = await client.Feed.Snapshot(workspace, page, cancellation);
            items.AddRange(snapshot.Items);
            (page, sync) = (snapshot.NextCursor, snapshot.SyncCursor);
        }
        while (page is not null);
        return new(items, sync, IsWhole: true);
    }
}

/// <param name="IsWhole">Everything there is, not only what has changed.</param>
sealed record FeedAnswer(IReadOnlyList<FeedItem> Items, string Cursor, bool IsWhole);
