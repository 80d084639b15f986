using System.Text.RegularExpressions;
using MDReader.Client;
using MDReader.Client.Sync;

namespace Client.Tests.Chaos;

/// <summary>What lies where, live or on a disk. Numbers that tell names apart may be others on each disk, and are left out.</summary>
sealed partial record Copies(IReadOnlyList<(string Path, string Text)> Files, IReadOnlySet<string> Folders)
{
    public static async Task<Copies> OfLive(LiveEditor live)
    {
        var items = await live.Items();
        var folders = items.Where(item => item.Type == FeedItem.FolderType).ToDictionary(item => item.Id);
        var files = new List<(string, string)>();
        foreach (var item in items.Where(item => item.Type == FeedItem.DocumentType))
            files.Add((Bare(Place(item.FolderId) + FileNames.For(item.Title!) + FileNames.Extension), await live.Text(item.Id)));
        return new(files, folders.Keys.Select(id => Bare(Place(id).TrimEnd('/'))).ToHashSet());

        string Place(Guid? id) => id is { } known && folders.TryGetValue(known, out var folder)
            ? $"{Place(folder.FolderId)}{FileNames.For(folder.Name!)}/"
            : "";
    }

    public static Copies OfDisk(string root)
    {
        var entries = new DirectoryInfo(root).EnumerateFileSystemInfos("*", SearchOption.AllDirectories)
            .Select(entry => (Entry: entry, Path: Path.GetRelativePath(root, entry.FullName).Replace('\\', '/')))
            .Where(found => !found.Path.StartsWith(Ledger.FolderName, StringComparison.Ordinal))
            .ToList();
        return new(
            [.. entries.Where(found => found.Entry is FileInfo && FileNames.IsMarkdown(found.Path))
                .Select(found => (Bare(found.Path), File.ReadAllText(found.Entry.FullName)))],
            entries.Where(found => found.Entry is DirectoryInfo).Select(found => Bare(found.Path)).ToHashSet());
    }

    /// <summary>Null when this disk has each document in its place, and each folder.</summary>
    public string? Difference(Copies live)
    {
        var (here, there) = (Files.Order().ToList(), live.Files.Order().ToList());
        // A folder on disk without a document in it is nobody's yet.
        var missing = live.Folders.Except(Folders).ToList();
        return here.SequenceEqual(there) && missing.Count == 0
            ? null
            : $"{here.Count} files, {there.Count} documents are live; only here: {string.Join(" | ", here.Except(there))}; "
                + $"only live: {string.Join(" | ", there.Except(here))}; folders only live: {string.Join(" | ", missing)}";
    }

    static string Bare(string path) => Numbers().Replace(path, "");

    [GeneratedRegex(@"( \(\d+\))+(?=/|\.md$|$)")]
    private static partial Regex Numbers();
}
