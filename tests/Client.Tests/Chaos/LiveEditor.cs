using System.Text;
using MDReader.Client;

namespace Client.Tests.Chaos;

/// <summary>Somebody who writes, renames and deletes what is live.</summary>
sealed class LiveEditor(MDReaderClient client, Guid workspace, Words words, Random random)
{
    public async Task<IReadOnlyList<FeedItem>> Items() => await client.Feed.Items(workspace).ToListAsync();

    public async Task<string> Text(Guid document) => Encoding.UTF8.GetString((await client.Texts.Read(document)).Bytes);

    /// <summary>What is in the trash, with the texts; to read those it is all taken out.</summary>
    public async Task<IReadOnlyList<(string Trashed, string Text)>> Trash()
    {
        var found = new List<(string, string)>();
        foreach (var trashed in await client.Documents.Trash(workspace).ToListAsync())
            try
            {
                await client.Documents.Restore(trashed.Id);
                found.Add(($"{trashed.Title} ({trashed.Id}, {trashed.ContentEtag}, with {trashed.TrashedWith}, at {trashed.TrashedAt:O})", await Text(trashed.Id)));
            }
            catch (ProblemException unknown)
            {
                found.Add(($"{trashed.Title} ({trashed.Id})", unknown.Message));
            }
        return found;
    }

    public async Task Edit()
    {
        var items = await Items();
        var (document, folder) = (Any(items, FeedItem.DocumentType), Any(items, FeedItem.FolderType));
        switch (random.Next(16))
        {
            case 0 when document is not null:
                await client.Documents.Change(document.Id, new() { Title = $"Live {random.Next(1000)}" });
                break;
            case 1 when document is not null:
                await Delete(document.Id);
                break;
            case 2:
                await client.Documents.Create(workspace, new($"Made {random.Next(1000)}") { FolderId = folder?.Id });
                break;
            case 3 when document is not null:
                var into = await client.Folders.Create(workspace, $"Folder {random.Next(5)}");
                await client.Documents.Move(document.Id, workspace: null, into.Id);
                break;
            case 4 when folder is not null:
                await client.Folders.Change(folder.Id, new() { Name = $"Named {random.Next(1000)}" });
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
        var text = await client.Texts.Read(document);
        var word = words.New("live");
        await client.Texts.Write(document, words.Put(text.Bytes, word), text.Etag);
        words.Keep(word);
    }

    // What others put in after the last look is not deleted with it.
    async Task Delete(Guid document)
    {
        var text = await client.Texts.Read(document);
        await client.Documents.Delete(document);
        if (await client.Documents.Trash(workspace).FirstOrDefaultAsync(trashed => trashed.Id == document) is not { } gone)
            return;
        if (gone.ContentEtag == text.Etag)
            words.Excuse(Encoding.UTF8.GetString(text.Bytes));
        else
            await client.Documents.Restore(document);
    }

    async Task DeleteFolder(Guid folder, IReadOnlyList<FeedItem> items)
    {
        var texts = new Dictionary<Guid, Content>();
        foreach (var inside in items.Where(item => item.Type == FeedItem.DocumentType && item.FolderId == folder))
            texts[inside.Id] = await client.Texts.Read(inside.Id);
        await client.Folders.Delete(folder);
        var gone = await client.Documents.Trash(workspace).Where(trashed => trashed.TrashedWith == folder).ToListAsync();
        if (gone.Exists(trashed => texts.GetValueOrDefault(trashed.Id)?.Etag != trashed.ContentEtag))
            await client.Folders.Restore(folder);
        else
            gone.ForEach(trashed => words.Excuse(Encoding.UTF8.GetString(texts[trashed.Id].Bytes)));
    }

    FeedItem? Any(IReadOnlyList<FeedItem> items, string type)
    {
        var found = items.Where(item => item.Type == type).ToList();
        return found.Count == 0 ? null : found[random.Next(found.Count)];
    }
}
