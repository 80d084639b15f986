using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace MDReader.Client.Sync;

/// <summary>
/// What is known of a folder's files, kept in <c>.mdreader</c> in that folder: one small file for each document, written in
/// one piece, and the texts that they name by hash. A process that is killed finds everything as it was before or after a
/// step, never between.
/// </summary>
sealed class Ledger
{
    public const string FolderName = ".mdreader";

    readonly string _root;
    readonly Dictionary<Guid, KnownDocument> _documents = [];
    readonly Dictionary<Guid, KnownFolder> _folders = [];
    readonly Dictionary<string, int> _uses = [];

    Ledger(string root, Guid workspace) => (_root, Workspace) = (root, workspace);

    /// <summary>How far the feed has been read, and all it told been done.</summary>
    public string? Cursor { get; private set; }

    /// <summary>Of which workspace the folder is a copy.</summary>
    public Guid Workspace { get; }

    public IReadOnlyDictionary<Guid, KnownDocument> Documents => _documents;

    public IReadOnlyDictionary<Guid, KnownFolder> Folders => _folders;

    /// <summary>Opens the ledger of a folder, or begins it.</summary>
    /// <param name="folder">The folder that is kept in step.</param>
    /// <param name="workspace">Null for the one that it already is a copy of.</param>
    /// <exception cref="SyncException">It is no copy yet, or of another workspace.</exception>
    public static Ledger Open(string folder, Guid? workspace)
    {
        var root = Path.Combine(folder, FolderName);
        var place = Path.Combine(root, "workspace.json");
        var kept = File.Exists(place) ? Read(place, LedgerJson.Default.Place) : null;
        if (kept is not null && workspace is not null && kept.Workspace != workspace)
            throw new SyncException($"{folder} is a copy of the workspace {kept.Workspace}; choose another folder.");
        if ((kept?.Workspace ?? workspace) is not { } id)
            throw new SyncException($"{folder} is no copy of a workspace yet; say of which one with --workspace.");
        foreach (var part in (string[])["documents", "folders", "texts", "swap"])
            Directory.CreateDirectory(Path.Combine(root, part));
        if (kept is null)
            AtomicFile.Write(place, JsonSerializer.SerializeToUtf8Bytes(new Place(id), LedgerJson.Default.Place));
        var ledger = new Ledger(root, id);
        ledger.Load();
        return ledger;
    }

    public void SaveCursor(string cursor)
    {
        if (cursor == Cursor)
            return;
        AtomicFile.Write(Path.Combine(_root, "cursor"), System.Text.Encoding.ASCII.GetBytes(cursor));
        Cursor = cursor;
    }

    public void Save(KnownDocument document)
    {
        AtomicFile.Write(PlaceOf(document.Id, "documents"), JsonSerializer.SerializeToUtf8Bytes(document, LedgerJson.Default.KnownDocument));
        var before = _documents.GetValueOrDefault(document.Id);
        _documents[document.Id] = document;
        foreach (var text in document.Texts)
            _uses[text] = _uses.GetValueOrDefault(text) + 1;
        Release(before);
    }

    public void Save(KnownFolder folder)
    {
        AtomicFile.Write(PlaceOf(folder.Id, "folders"), JsonSerializer.SerializeToUtf8Bytes(folder, LedgerJson.Default.KnownFolder));
        _folders[folder.Id] = folder;
    }

    public void Forget(KnownDocument document)
    {
        File.Delete(PlaceOf(document.Id, "documents"));
        _documents.Remove(document.Id);
        Release(document);
    }

    public void Forget(KnownFolder folder)
    {
        File.Delete(PlaceOf(folder.Id, "folders"));
        _folders.Remove(folder.Id);
    }

    /// <summary>Keeps a text; gives its hash. Without a document that names it, it is gone with the next start.</summary>
    public string Keep(byte[] text)
    {
        var hash = TextHash.Of(text);
        var place = Path.Combine(_root, "texts", hash);
        if (!File.Exists(place))
            AtomicFile.Write(place, text);
        return hash;
    }

    public byte[] Text(string hash) => File.ReadAllBytes(Path.Combine(_root, "texts", hash));

    public string SwapFile(string name) => Path.Combine(_root, "swap", name);

    /// <summary>Where a document's file is, or ought to be, below the folder; parts are parted by slashes.</summary>
    public string PathOf(KnownDocument document) => Join(PathOf(document.ParentId), document.FileName);

    public string PathOf(KnownFolder folder) => Join(PathOf(folder.ParentId), folder.FileName);

    /// <summary>Empty for the top.</summary>
    public string PathOf(Guid? folderId) =>
        folderId is { } id && _folders.TryGetValue(id, out var folder) ? PathOf(folder) : "";

    public static string Join(string folder, string name) => folder.Length == 0 ? name : $"{folder}/{name}";

    void Load()
    {
        var cursor = Path.Combine(_root, "cursor");
        Cursor = File.Exists(cursor) ? File.ReadAllText(cursor) : null;
        foreach (var folder in ReadAll("folders", LedgerJson.Default.KnownFolder))
            _folders[folder.Id] = folder;
        foreach (var document in ReadAll("documents", LedgerJson.Default.KnownDocument))
        {
            _documents[document.Id] = document;
            foreach (var text in document.Texts)
                _uses[text] = _uses.GetValueOrDefault(text) + 1;
        }
        foreach (var text in Directory.EnumerateFiles(Path.Combine(_root, "texts")))
            if (!_uses.ContainsKey(Path.GetFileName(text)))
                File.Delete(text);
        var swaps = _documents.Values.Select(document => document.Incoming?.Swap).ToHashSet();
        foreach (var swap in Directory.EnumerateFiles(Path.Combine(_root, "swap")))
            if (!swaps.Contains(Path.GetFileName(swap)))
                File.Delete(swap);
    }

    IEnumerable<T> ReadAll<T>(string part, JsonTypeInfo<T> type) =>
        Directory.EnumerateFiles(Path.Combine(_root, part), "*.json").Select(place => Read(place, type));

    static T Read<T>(string place, JsonTypeInfo<T> type) => JsonSerializer.Deserialize(File.ReadAllBytes(place), type)
        ?? throw new SyncException($"{place} is damaged; remove the folder {FolderName} to begin anew.");

    void Release(KnownDocument? document)
    {
        foreach (var text in document?.Texts ?? [])
            if (--_uses[text] == 0)
            {
                _uses.Remove(text);
                File.Delete(Path.Combine(_root, "texts", text));
            }
    }

    string PlaceOf(Guid id, string part) => Path.Combine(_root, part, $"{id}.json");

}

/// <summary>Of which workspace a folder is a copy.</summary>
sealed record Place(Guid Workspace);

[JsonSerializable(typeof(Place))]
[JsonSerializable(typeof(KnownDocument))]
[JsonSerializable(typeof(KnownFolder))]
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
sealed partial class LedgerJson : JsonSerializerContext;

/// <summary>The folder can't be kept in step, and what to do about it.</summary>
public sealed class SyncException(string message) : Exception(message);
