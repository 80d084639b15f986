using MDReader.Client;

namespace MDReader.Cli;

/// <summary>A workspace, a folder or a document as somebody writes it: <c>Workspace/Folder/Title</c>, or an id.</summary>
sealed class Remote(MDReaderClient client)
{
    /// <summary>A workspace by its name or its id.</summary>
    public async Task<Workspace> Workspace(string name, CancellationToken cancellation)
    {
        if (Guid.TryParse(name, out var id))
            return await client.Workspaces.Get(id, cancellation);
        var found = new List<Workspace>();
        await foreach (var workspace in client.Workspaces.List(cancellation))
            if (string.Equals(workspace.Name, name, StringComparison.OrdinalIgnoreCase))
                found.Add(workspace);
        return found switch
        {
            [var one] => one,
            [] => throw new RemoteException($"There is no workspace \"{name}\"; 'mdreader ls' lists them."),
            _ => throw new RemoteException($"{found.Count} workspaces are called \"{name}\"; name one by its id:\n"
                + string.Join('\n', found.Select(workspace => $"  {workspace.Id}"))),
        };
    }

    /// <summary>A document by its path or its id.</summary>
    public async Task<Document> Document(string path, CancellationToken cancellation)
    {
        if (Guid.TryParse(path, out var id))
            return await client.Documents.Get(id, cancellation);
        var (place, title) = Split(path);
        var (tree, folder) = await Folder(place, cancellation);
        return tree.Documents(folder).Where(item => item.Title == title || item.Title == WithoutExtension(title)).ToList() switch
        {
            [var one] => await client.Documents.Get(one.Id, cancellation),
            [] => throw new RemoteException($"There is no document \"{path}\"; 'mdreader ls \"{place}\"' lists those beside it."),
            var several => throw new RemoteException($"{several.Count} documents are \"{path}\"; name one by its id:\n"
                + string.Join('\n', several.Select(item => $"  {item.Id}"))),
        };
    }

    /// <summary>A workspace's tree, and the folder in it that the path leads to; null for its top.</summary>
    public async Task<(RemoteTree Tree, Guid? Folder)> Folder(string path, CancellationToken cancellation)
    {
        var parts = path.Trim('/').Split('/');
        var workspace = await Workspace(parts[0], cancellation);
        var tree = await RemoteTree.Read(client, workspace, cancellation);
        Guid? at = null;
        foreach (var name in parts.Skip(1))
            at = tree.Folders(at).FirstOrDefault(folder => folder.Name == name)?.Id
                ?? throw new RemoteException($"There is no folder \"{name}\" in \"{path}\"; 'mdreader ls' lists what there is.");
        return (tree, at);
    }

    /// <summary>The place and the last part of a path.</summary>
    public static (string Place, string Title) Split(string path) =>
        path.TrimEnd('/').LastIndexOf('/') is var slash and > 0
            ? (path[..slash], path.TrimEnd('/')[(slash + 1)..])
            : throw new RemoteException($"Write \"{path}\" as Workspace/Folder/Title.");

    public static string WithoutExtension(string title) =>
        title.EndsWith(".md", StringComparison.OrdinalIgnoreCase) ? title[..^3] : title;
}

/// <summary>What lies where in a workspace.</summary>
sealed class RemoteTree(Workspace workspace, IReadOnlyList<FeedItem> items)
{
    public Workspace Workspace => workspace;

    public static async Task<RemoteTree> Read(MDReaderClient client, Workspace workspace, CancellationToken cancellation)
    {
        var items = new List<FeedItem>();
        await foreach (var item in client.Feed.Items(workspace.Id, cancellation))
            items.Add(item);
        return new(workspace, items);
    }

    public IEnumerable<FeedItem> Folders(Guid? within) => items
        .Where(item => item.Type == FeedItem.FolderType && item.FolderId == within)
        .OrderBy(item => item.Name, StringComparer.OrdinalIgnoreCase);

    public IEnumerable<FeedItem> Documents(Guid? within) => items
        .Where(item => item.Type == FeedItem.DocumentType && item.FolderId == within)
        .OrderBy(item => item.Title, StringComparer.OrdinalIgnoreCase);
}

/// <summary>What was named isn't there, and what to do about it.</summary>
sealed class RemoteException(string message) : Exception(message);
