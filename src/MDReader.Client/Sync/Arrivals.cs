using System.Net;

namespace MDReader.Client.Sync;

/// <summary>Documents that are new to the disk, and files that are new to the workspace.</summary>
sealed class Arrivals(FolderCopy copy, FolderSteps folders)
{
    readonly Ledger _ledger = copy.Ledger;
    readonly Disk _disk = copy.Disk;
    readonly Landing _landing = new(copy);
    readonly Sending _sending = new(copy);

    // A document that may have been made without an answer is asked for under the same key.
    readonly Dictionary<string, Guid> _keys = [];

    /// <param name="files">What the scan found.</param>
    /// <param name="cancellation">Between two documents.</param>
    public async Task FromLive(IReadOnlyCollection<FoundFile> files, CancellationToken cancellation)
    {
        var arrived = copy.Live.Documents.Values.Where(item => !_ledger.Documents.ContainsKey(item.Id)).ToList();
        if (arrived.Count == 0)
            return;
        var unknown = Unknown(files).DistinctBy(file => FileNames.Key(file.Path)).ToDictionary(file => FileNames.Key(file.Path));
        foreach (var item in arrived)
        {
            var parent = copy.ParentOf(item);
            var path = Ledger.Join(_ledger.PathOf(parent), FileNames.For(item.Title!) + FileNames.Extension);
            if (unknown.Remove(FileNames.Key(path), out var file))
                await Meet(item, parent, file, cancellation);
            else if (copy.Options.Pulls)
                await Fetch(item, parent, cancellation);
        }
    }

    /// <inheritdoc cref="FromLive"/>
    public async Task FromDisk(IReadOnlyCollection<FoundFile> files, CancellationToken cancellation)
    {
        if (!copy.Options.Pushes)
            return;
        foreach (var file in Unknown(files).ToList())
        {
            copy.IsUnsettled |= !file.IsSettled;
            if (file.IsSettled && !copy.IsRefused(file.Path, file.Hash))
                await Make(file, cancellation);
        }
    }

    IEnumerable<FoundFile> Unknown(IEnumerable<FoundFile> files)
    {
        var places = _ledger.Documents.Values.SelectMany(known => new[] { _ledger.PathOf(known), known.MovesFrom }).ToHashSet();
        return files.Where(file => !places.Contains(file.Path));
    }

    async Task Fetch(FeedItem item, Guid? parent, CancellationToken cancellation)
    {
        copy.IsUnsettled = true;
        if (await Read(item.Id, cancellation) is not { } content)
            return;
        var name = copy.FreeName(parent, FileNames.For(item.Title!), FileNames.Extension);
        var known = new KnownDocument(
            item.Id, parent, name, item.Title!, item.FolderId, content.Etag, _ledger.Keep(content.Bytes), Disk: null);
        _ledger.Save(known);
        _landing.Begin(known);
    }

    // A file lies where the document belongs: it is the document's, or the two part.
    async Task Meet(FeedItem item, Guid? parent, FoundFile file, CancellationToken cancellation)
    {
        copy.IsUnsettled = true;
        if (!file.IsSettled || _disk.Read(file.Path) is not { } there || await Read(item.Id, cancellation) is not { } content)
            return;
        var name = file.Path[(file.Path.LastIndexOf('/') + 1)..];
        var live = _ledger.Keep(content.Bytes);
        if (content.Bytes.Length == 0 || TextHash.Of(there) == live)
        {
            _ledger.Save(new KnownDocument(item.Id, parent, name, item.Title!, item.FolderId, content.Etag, live, Disk: live));
            return;
        }
        if (!copy.Options.Pulls)
        {
            copy.Tell(SyncAct.Kept, file.Path, "The document of this name has another text; pull first.");
            return;
        }
        var aside = copy.FreeName(parent, $"{FileNames.TitleOf(name)} (from this disk)", FileNames.Extension);
        if (_disk.MoveFile(file.Path, Ledger.Join(_ledger.PathOf(parent), aside)))
            copy.Tell(SyncAct.Kept, file.Path, $"The document of this name has another text; the file is now {aside}.");
    }

    async Task Make(FoundFile file, CancellationToken cancellation)
    {
        if (_disk.Read(file.Path) is not { } bytes || TextHash.Of(bytes) != file.Hash)
            return;
        var name = file.Path[(file.Path.LastIndexOf('/') + 1)..];
        try
        {
            var parent = await folders.Live(file.Path[..^name.Length].TrimEnd('/'), cancellation);
            var key = _keys[file.Path] = _keys.GetValueOrDefault(file.Path, Guid.NewGuid());
            var made = await copy.Client.Documents.Create(
                _ledger.Workspace, new(FileNames.TitleOf(name)) { FolderId = parent }, key, cancellation);
            _keys.Remove(file.Path);
            copy.HasWritten = true;
            var empty = _ledger.Keep([]);
            var known = new KnownDocument(made.Id, parent, name, made.Title, made.FolderId, made.ContentEtag, empty, Disk: empty);
            _ledger.Save(known);
            copy.Live.Take(made);
            if (bytes.Length > 0)
                await _sending.Begin(known, bytes, cancellation);
        }
        catch (ProblemException problem) when (problem.Status is HttpStatusCode.Forbidden or HttpStatusCode.UnprocessableEntity)
        {
            _keys.Remove(file.Path);
            // Of a folder that has gone meanwhile the feed will tell.
            if (problem.Says(FolderSteps.NoSuchFolder))
                copy.IsUnsettled = true;
            else
                copy.Refuse(file.Path, file.Hash, problem.Message);
        }
    }

    // Null where it is gone already.
    async Task<Content?> Read(Guid id, CancellationToken cancellation)
    {
        try
        {
            return await copy.Client.Texts.Read(id, cancellation);
        }
        catch (ProblemException problem) when (problem.Status is HttpStatusCode.NotFound or HttpStatusCode.Gone)
        {
            copy.Live.Lose(id);
            return null;
        }
    }
}
