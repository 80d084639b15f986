namespace MDReader.Server.Documents;

/// <summary>The folders of a workspace that aren't in the trash, by what lies in what.</summary>
sealed class FolderTree(IReadOnlyCollection<Folder> folders)
{
    /// <summary>How deep folders lie in folders; a tree answer nests as deep.</summary>
    public const int DeepestLevel = 16;

    readonly Dictionary<Guid, Folder> _folders = folders.ToDictionary(folder => folder.Id);
    readonly ILookup<Guid?, Folder> _children = folders.ToLookup(folder => folder.ParentId);

    public bool Has(Guid folderId) => _folders.ContainsKey(folderId);

    /// <summary>1 for a folder at the top, 0 for the top itself.</summary>
    public int Level(Guid? folderId)
    {
        var level = 0;
        for (var at = folderId; at is { } id; at = _folders[id].ParentId)
        {
            level++;
        }

        return level;
    }

    /// <summary>How many levels the folder is high: 1 when no folder lies in it.</summary>
    public int Height(Guid folderId) => 1 + _children[folderId].Select(child => Height(child.Id)).DefaultIfEmpty().Max();

    /// <summary>The folder and all that lies in it.</summary>
    public IEnumerable<Folder> Subtree(Guid folderId) =>
        _children[folderId].SelectMany(child => Subtree(child.Id)).Prepend(_folders[folderId]);

    public bool IsWithin(Guid? folderId, Guid ancestorId)
    {
        for (var at = folderId; at is { } id; at = _folders[id].ParentId)
        {
            if (id == ancestorId)
            {
                return true;
            }
        }

        return false;
    }
}
