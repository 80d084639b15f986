using MDReader.Client.Sync;

namespace MDReader.Client.Git;

/// <summary>A text as it was saved.</summary>
/// <param name="Path">Where the text is now, with slashes.</param>
/// <param name="Authors">Accounts; who wrote is first where several did.</param>
/// <param name="Read">Fetches its bytes: no more than one text is in memory at a time.</param>
sealed record Moment(
    DateTimeOffset At, string Path, string Message, IReadOnlyList<Guid> Authors, Func<CancellationToken, Task<byte[]>> Read);

/// <summary>What a workspace's texts were, moment by moment. Where they once had another name or place isn't told.</summary>
sealed class WorkspaceHistory(MDReaderClient client, Guid workspace)
{
    /// <summary>The oldest first.</summary>
    public async Task<IReadOnlyList<Moment>> Moments(CancellationToken cancellation)
    {
        var items = await Items(cancellation);
        var moments = new List<Moment>();
        foreach (var (id, path) in Paths(items))
            moments.AddRange(await Of(id, path, cancellation));
        return [.. moments.OrderBy(moment => moment.At)];
    }

    async Task<IReadOnlyList<Moment>> Of(Guid id, string path, CancellationToken cancellation)
    {
        var document = await client.Documents.Get(id, cancellation);
        var versions = new List<DocumentVersion>();
        await foreach (var version in client.Versions.List(id, cancellation))
            versions.Add(version);
        versions.Reverse();
        var moments = versions.ConvertAll(version => new Moment(
            version.EndedAt, path, version.Name ?? $"Edit {document.Title}", version.Authors,
            token => client.Versions.Read(version.Id, token)));
        // What was written since, or never became a version of its own.
        var last = versions.LastOrDefault();
        if (last?.Etag != document.ContentEtag)
            moments.Add(new(
                last?.EndedAt > document.UpdatedAt ? last.EndedAt : document.UpdatedAt, path, $"Edit {document.Title}", [],
                async token => (await client.Texts.Read(id, token)).Bytes));
        return moments;
    }

    async Task<IReadOnlyList<FeedItem>> Items(CancellationToken cancellation)
    {
        var items = new List<FeedItem>();
        await foreach (var item in client.Feed.Items(workspace, cancellation))
            items.Add(item);
        return items;
    }

    /// <summary>Of each document, as names of files that every system takes.</summary>
    internal static IReadOnlyDictionary<Guid, string> Paths(IReadOnlyList<FeedItem> items)
    {
        var within = items.ToLookup(item => item.FolderId);
        var taken = new HashSet<string>();
        var paths = new Dictionary<Guid, string>();
        var open = new Queue<(Guid? Folder, string Prefix)>([(null, "")]);
        while (open.TryDequeue(out var place))
        {
            foreach (var folder in within[place.Folder].Where(item => item.Type == FeedItem.FolderType).OrderBy(item => item.Id))
                open.Enqueue((folder.Id, Take(place.Prefix, folder.Name ?? "", "") + "/"));
            foreach (var document in within[place.Folder].Where(item => item.Type == FeedItem.DocumentType).OrderBy(item => item.Id))
                paths[document.Id] = Take(place.Prefix, document.Title ?? "", FileNames.Extension);
        }

        return paths;

        string Take(string prefix, string name, string extension)
        {
            var path = prefix + FileNames.Free(
                FileNames.For(name), extension, free => taken.Contains(FileNames.Key(prefix + free)));
            taken.Add(FileNames.Key(path));
            return path;
        }
    }
}
