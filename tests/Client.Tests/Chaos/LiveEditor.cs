using System.Text;
using MDReader.Client;

namespace Client.Tests.Chaos;

/// <summary>Somebody who writes, renames and deletes what is live.</summary>
sealed class LiveEditor(MDReaderClient client, Guid workspace, Words words, Random random)
{
    public async Task<IReadOnlyList<FeedItem>> Items()
    {
        var items = new List<FeedItem>();
        string? page = null;
        do
        {
            var snapshot = await client.Snapshot(workspace, page, default);
            items.AddRange(snapshot.Items);
            page = snapshot.NextCursor;
        }
        while (page is not null);
        return items;
    }

    public async Task<string> Text(Guid document) => Encoding.UTF8.GetString((await client.Read(document, null, default))!.Bytes);

    public async Task Edit()
    {
        var items = await Items();
        var (document, folder) = (Any(items, FeedItem.DocumentType), Any(items, FeedItem.FolderType));
        switch (random.Next(16))
        {
            case 0 when document is not null:
                await client.Rename(document.Id, $"Live {random.Next(1000)}", document.FolderId, default);
                break;
            case 1 when document is not null:
                await Delete(document.Id);
                break;
            case 2:
                await client.CreateDocument(workspace, $"Made {random.Next(1000)}", folder?.Id, Guid.NewGuid(), default);
                break;
            case 3 when document is not null:
                var into = await client.CreateFolder(workspace, $"Folder {random.Next(5)}", null, Guid.NewGuid(), default);
                await client.Rename(document.Id, document.Title!, into.Id, default);
                break;
            case 4 when folder is not null:
                await client.RenameFolder(folder.Id, $"Named {random.Next(1000)}", default);
                break;
            case 5 when folder is not null:
                await DeleteFolder(folder.Id, items);
                break;
            case var _ when document is not null:
                await Write(document.Id);
                break;
        }
    }

    async Task Write(Guid document)
    {
        var text = (await client.Read(document, null, default))!;
        var word = words.New("live");
        await client.Write(document, words.Put(text.Bytes, word), text.Etag, Guid.NewGuid(), default);
        words.Keep(word);
    }

    // What others put in after the last look is not deleted with it.
    async Task Delete(Guid document)
    {
        var text = (await client.Read(document, null, default))!;
        await client.Delete(document, default);
        if (await client.Trash(workspace, default).FirstOrDefaultAsync(trashed => trashed.Id == document) is not { } gone)
            return;
        if (gone.ContentEtag == text.Etag)
            words.Excuse(Encoding.UTF8.GetString(text.Bytes));
        else
            await client.Restore(document, default);
    }

    async Task DeleteFolder(Guid folder, IReadOnlyList<FeedItem> items)
    {
        var texts = new Dictionary<Guid, Content>();
        foreach (var inside in items.Where(item => item.Type == FeedItem.DocumentType && item.FolderId == folder))
            texts[inside.Id] = (await client.Read(inside.Id, null, default))!;
        await client.DeleteFolder(folder, default);
        var gone = await client.Trash(workspace, default).Where(trashed => trashed.TrashedWith == folder).ToListAsync();
        if (gone.Exists(trashed => texts.GetValueOrDefault(trashed.Id)?.Etag != trashed.ContentEtag))
            await client.RestoreFolder(folder, default);
        else
            gone.ForEach(trashed => words.Excuse(Encoding.UTF8.GetString(texts[trashed.Id].Bytes)));
    }

    FeedItem? Any(IReadOnlyList<FeedItem> items, string type)
    {
        var found = items.Where(item => item.Type == type).ToList();
        return found.Count == 0 ? null : found[random.Next(found.Count)];
    }
}
