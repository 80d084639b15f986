using System.Security.Cryptography;
using System.Text;

namespace MDReader.Server.Git;

/// <summary>As packs number them.</summary>
enum GitKind
{
    Commit = 1,
    Tree = 2,
    Blob = 3,
}

/// <summary>One thing that git keeps, under its name (40 hexadecimal digits).</summary>
readonly record struct GitObject(GitKind Kind, string Id, byte[] Content)
{
    public static GitObject Of(GitKind kind, byte[] content) => new(kind, IdOf(kind, content), content);

    public static string IdOf(GitKind kind, byte[] content)
    {
        var head = $"{(kind == GitKind.Commit ? "commit" : kind == GitKind.Tree ? "tree" : "blob")} {content.Length}\0";
#pragma warning disable CA5350 // Git names objects so; nothing is trusted for it.
        return Convert.ToHexStringLower(SHA1.HashData([.. Encoding.ASCII.GetBytes(head), .. content]));
#pragma warning restore CA5350
    }
}

/// <summary>A folder with what is in it; git's <c>tree</c>. Only what has changed is written anew.</summary>
sealed class GitTree
{
    readonly Dictionary<string, Entry> _entries = [];
    string? _id;

    /// <summary>What stood in the way gives way: it has another place by now, and a commit of its own that says so.</summary>
    public void Put(ReadOnlySpan<string> path, string blob)
    {
        _id = null;
        if (path.Length == 1)
        {
            _entries[path[0]] = new Entry(Folder: null, blob);
            return;
        }

        if (_entries.GetValueOrDefault(path[0]).Folder is not { } folder)
        {
            _entries[path[0]] = new Entry(folder = new GitTree(), Blob: null);
        }

        folder.Put(path[1..], blob);
    }

    /// <summary>Folders that are empty then go too: git keeps none.</summary>
    public void Remove(ReadOnlySpan<string> path)
    {
        _id = null;
        var entry = _entries.GetValueOrDefault(path[0]);
        if (path.Length > 1)
        {
            entry.Folder?.Remove(path[1..]);
        }

        if (path.Length == 1 ? entry.Blob is not null : entry.Folder is { _entries.Count: 0 })
        {
            _entries.Remove(path[0]);
        }
    }

    /// <summary>Gives its name, and adds to <paramref name="written"/> what is new of it and below it.</summary>
    public string Write(List<GitObject> written)
    {
        if (_id is not null)
        {
            return _id;
        }

        using var content = new MemoryStream();
        foreach (var (name, entry) in _entries.Select(Sorted).OrderBy(entry => entry.Name, BytesInOrder.Instance))
        {
            content.Write(entry.Folder is null ? "100644 "u8 : "40000 "u8);
            // Without the slash that a folder is sorted by.
            content.Write(entry.Folder is null ? name : name.AsSpan(..^1));
            content.WriteByte(0);
            content.Write(Convert.FromHexString(entry.Folder?.Write(written) ?? entry.Blob!));
        }

        var tree = GitObject.Of(GitKind.Tree, content.ToArray());
        written.Add(tree);
        return _id = tree.Id;
    }

    static (byte[] Name, Entry Entry) Sorted(KeyValuePair<string, Entry> entry) =>
        (Encoding.UTF8.GetBytes(entry.Value.Folder is null ? entry.Key : entry.Key + "/"), entry.Value);

    readonly record struct Entry(GitTree? Folder, string? Blob);

    sealed class BytesInOrder : IComparer<byte[]>
    {
        public static BytesInOrder Instance { get; } = new();

        public int Compare(byte[]? x, byte[]? y) => x.AsSpan().SequenceCompareTo(y);
    }
}
