using System.Globalization;
using MDReader.Server.Attachments;
using MDReader.Server.Documents;
using MDReader.Server.Platform;

namespace MDReader.Server.Files;

/// <summary>What things are called in an archive: as people call them, as far as every file system takes it, and no two the
/// same.</summary>
sealed class ExportNames
{
    const int LongestName = 100;

    static readonly string AttachmentAddress = $"{Api.Root}/v1/attachments/";

    // What Windows keeps for its devices.
    static readonly HashSet<string> Reserved = new(
        ["con", "prn", "aux", "nul", .. Enumerable.Range(1, 9).SelectMany(number => new[] { $"com{number}", $"lpt{number}" })],
        StringComparer.OrdinalIgnoreCase);

    readonly HashSet<string> _taken = new(["mdreader.json", "history", "attachments"], StringComparer.OrdinalIgnoreCase);
    readonly Dictionary<Guid, string> _paths = [];
    readonly Dictionary<Guid, string> _attachmentPaths = [];

    public ExportNames(
        IReadOnlyList<Document> documents, IReadOnlyList<Folder> folders, IReadOnlyList<Attachment> attachments)
    {
        Documents = documents;
        AttachmentsOf = attachments.ToLookup(attachment => attachment.DocumentId);
        var folderPaths = Folders(folders);
        foreach (var document in documents)
        {
            var folder = document.FolderId is { } id && folderPaths.TryGetValue(id, out var path) ? path + "/" : "";
            _paths[document.Id] = Free(folder, Safe(document.Title), ".md");
        }

        foreach (var attachment in attachments.Where(attachment => _paths.ContainsKey(attachment.DocumentId)))
        {
            var name = Safe(attachment.FileName);
            var extension = Path.GetExtension(name);
            _attachmentPaths[attachment.Id] = Free(
                $"attachments/{Bare(_paths[attachment.DocumentId])}/", Path.GetFileNameWithoutExtension(name), extension);
        }
    }

    /// <summary>Of the texts alone.</summary>
    public ExportNames(IReadOnlyList<Document> documents, IReadOnlyList<Folder> folders)
        : this(documents, folders, [])
    {
    }

    public IReadOnlyList<Document> Documents { get; }

    public IReadOnlyDictionary<Guid, string> PathOf => _paths;

    public ILookup<Guid, Attachment> AttachmentsOf { get; }

    public IReadOnlyDictionary<Guid, string> AttachmentPathOf => _attachmentPaths;

    /// <summary>Where an address of the server leads within the archive; null when it leads elsewhere.</summary>
    public string? Relative(Guid from, string address)
    {
        var at = address.StartsWith(AttachmentAddress, StringComparison.Ordinal) ? AttachmentAddress.Length
            : address.StartsWith("/d/", StringComparison.Ordinal) ? 3
            : 0;
        if (at == 0)
        {
            return null;
        }

        var end = address.IndexOf('#', at) is var mark and >= 0 ? mark : address.Length;
        var target = !Guid.TryParse(address.AsSpan(at, end - at), out var id) ? null
            : at == 3 ? _paths.GetValueOrDefault(id)
            : _attachmentPaths.GetValueOrDefault(id);
        var up = _paths[from].Count(c => c == '/');
        return target is null
            ? null
            : string.Concat(Enumerable.Repeat("../", up)) + string.Join('/', target.Split('/').Select(Uri.EscapeDataString)) + address[end..];
    }

    public static string Bare(string path) => path[..^".md".Length];

    public static string Safe(string name)
    {
        var safe = string.Concat(name.Select(c => char.IsControl(c) || "/\\:*?\"<>|".Contains(c, StringComparison.Ordinal) ? '_' : c)).Trim(' ', '.');
        safe = safe.CutTo(LongestName).TrimEnd(' ', '.');
        return safe.Length == 0 || IsGits(safe) || Reserved.Contains(Path.GetFileNameWithoutExtension(safe)) ? $"_{safe}" : safe;
    }

    // The folder in which git keeps its own, as some file systems spell it; git takes no repository with such a name.
    static bool IsGits(string name) =>
        name.Equals("git~1", StringComparison.OrdinalIgnoreCase)
        || string.Concat(name.Where(c => char.GetUnicodeCategory(c) != UnicodeCategory.Format)).StartsWith(".git", StringComparison.OrdinalIgnoreCase);

    string Free(string folder, string name, string extension)
    {
        for (var number = 1; ; number++)
        {
            var path = number == 1 ? $"{folder}{name}{extension}" : $"{folder}{name} ({number}){extension}";
            if (_taken.Add(path))
            {
                return path;
            }
        }
    }

    Dictionary<Guid, string> Folders(IReadOnlyList<Folder> folders)
    {
        var paths = new Dictionary<Guid, string>();
        var children = folders.ToLookup(folder => folder.ParentId);
        var open = new Queue<Folder>(children[null]);
        while (open.TryDequeue(out var folder))
        {
            paths[folder.Id] = Free(folder.ParentId is { } parent ? paths[parent] + "/" : "", Safe(folder.Name), "");
            foreach (var child in children[folder.Id])
            {
                open.Enqueue(child);
            }
        }

        return paths;
    }
}
