namespace MDReader.Client.Sync;

/// <summary>A Markdown file as a scan found it.</summary>
/// <param name="Path">Below the folder, parts parted by slashes.</param>
/// <param name="IsSettled">Nobody has written to it for a while: it is no half of a save.</param>
sealed record FoundFile(string Path, string Hash, bool IsSettled);

/// <summary>
/// The files of a folder. Names that begin with a dot, files that are not Markdown, and links are left alone: nothing is read
/// or written through a link, so that nothing outside of the folder is either.
/// </summary>
sealed class Disk(string root, TimeProvider time, TimeSpan quiet)
{
    // A file system's clock may tick so rarely that two saves have one time.
    static readonly TimeSpan Tick = TimeSpan.FromSeconds(2);

    readonly Dictionary<string, (long Size, DateTime Changed, string Hash)> _hashes = [];

    public IReadOnlyList<FoundFile> Scan()
    {
        var now = time.GetUtcNow().UtcDateTime;
        var found = new List<FoundFile>();
        var there = new HashSet<string>();
        // A system may list a file twice that is replaced while its folder is read.
        foreach (var path in Files(new DirectoryInfo(root), ""))
            if (!there.Contains(path) && Look(path, now) is { } file)
            {
                found.Add(file);
                there.Add(path);
            }
        foreach (var gone in _hashes.Keys.Where(path => !there.Contains(path)).ToList())
            _hashes.Remove(gone);
        return found;
    }

    /// <summary>Null where there is no such file.</summary>
    public byte[]? Read(string path) => IsOurs(path) ? ReadFile(Full(path)) : null;

    /// <summary>Whether a file of ours has been left alone for a while.</summary>
    public bool IsQuiet(string fullPath) => IsQuiet(new FileInfo(fullPath), time.GetUtcNow().UtcDateTime);

    /// <summary>Whether something stands in the way of a name in a folder, whatever the case of its letters.</summary>
    public bool IsTaken(string folder, string name)
    {
        var place = new DirectoryInfo(Full(folder));
        return place.Exists
            && place.EnumerateFileSystemInfos().Any(entry => FileNames.Key(entry.Name) == FileNames.Key(name));
    }

    public bool HasFile(string path) => IsOurs(path) && File.Exists(Full(path));

    public bool HasFolder(string path) => IsOurs(path) && Directory.Exists(Full(path));

    public void MakeFolder(string path) => Directory.CreateDirectory(Guarded(path));

    /// <summary>False when the folder isn't empty.</summary>
    public bool RemoveFolder(string path)
    {
        try
        {
            if (HasFolder(path))
                Directory.Delete(Full(path));
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    public void MoveFolder(string from, string to)
    {
        MakeParent(to);
        Directory.Move(Guarded(from), Guarded(to));
    }

    /// <summary>False when something is there already, or the file is gone.</summary>
    public bool MoveFile(string from, string to)
    {
        MakeParent(to);
        return AtomicFile.TryMove(Guarded(from), Guarded(to));
    }

    /// <summary>Puts a file that lies elsewhere into its place; false when something is there.</summary>
    public bool Put(string file, string path)
    {
        MakeParent(path);
        return AtomicFile.TryMove(file, Guarded(path));
    }

    /// <summary>Exchanges a file with one that lies elsewhere; false when it is gone.</summary>
    public bool Exchange(string file, string path)
    {
        var place = Guarded(path);
        if (!File.Exists(place))
            return false;
        try
        {
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(file, File.GetUnixFileMode(place));
            AtomicFile.Exchange(place, file);
            // Who had it open may write to it yet: it is left alone from now on only.
            File.SetLastWriteTimeUtc(file, time.GetUtcNow().UtcDateTime);
            return true;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }

    /// <summary>Removes a file that holds this text; false when it holds another one by now.</summary>
    public bool Remove(string path, string hash, string swap)
    {
        var place = Guarded(path);
        if (!File.Exists(place))
            return true;
        File.Move(place, swap, overwrite: true);
        var removed = ReadFile(swap);
        if (removed is not null && TextHash.Of(removed) != hash)
        {
            // Saved a moment before. Where something new is there already, that is the save.
            if (AtomicFile.TryMove(swap, place))
                return false;
        }
        File.Delete(swap);
        return true;
    }

    static IEnumerable<string> Files(DirectoryInfo folder, string path)
    {
        foreach (var entry in Entries(folder))
        {
            if (entry.Name.StartsWith('.') || entry.LinkTarget is not null)
                continue;
            var inner = Ledger.Join(path, entry.Name);
            if (entry is DirectoryInfo inside)
            {
                foreach (var file in Files(inside, inner))
                    yield return file;
            }
            else if (FileNames.IsMarkdown(entry.Name))
            {
                yield return inner;
            }
        }
    }

    // A folder that goes while it is read has nothing in it.
    static List<FileSystemInfo> Entries(DirectoryInfo folder)
    {
        try
        {
            return [.. folder.EnumerateFileSystemInfos()];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }

    FoundFile? Look(string path, DateTime now)
    {
        var file = new FileInfo(Full(path));
        if (!file.Exists)
            return null;
        var (size, changed) = (file.Length, file.LastWriteTimeUtc);
        if (!_hashes.TryGetValue(path, out var known) || known.Size != size || known.Changed != changed || now - changed < Tick)
        {
            if (ReadFile(file.FullName) is not { } bytes)
                return null;
            _hashes[path] = known = (size, changed, TextHash.Of(bytes));
        }
        return new(path, known.Hash, IsQuiet(file, now));
    }

    // A time to come is no sign of a save that goes on.
    bool IsQuiet(FileInfo file, DateTime now) => now - file.LastWriteTimeUtc is var age && (age >= quiet || age < -quiet);

    void MakeParent(string path)
    {
        if (path.LastIndexOf('/') is var slash and > 0)
            MakeFolder(path[..slash]);
    }

    static byte[]? ReadFile(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    string Full(string path) => path.Length == 0 ? root : Path.Combine(root, path);

    string Guarded(string path) => IsOurs(path) ? Full(path)
        : throw new SyncException($"{path} leads out of the folder through a link; remove the link.");

    // Neither the file nor a folder on the way to it is a link.
    bool IsOurs(string path)
    {
        for (var end = path.Length; end > 0; end = path.LastIndexOf('/', end - 1))
            if (new FileInfo(Full(path[..end])).LinkTarget is not null)
                return false;
        return true;
    }
}
