namespace Server.Tests.Durability;

/// <summary>What becomes of what was written and not synced when the power goes.</summary>
enum Unsynced
{
    /// <summary>All of it is lost.</summary>
    Lost,

    /// <summary>All of it has reached the disk, as after a kill.</summary>
    Kept,

    /// <summary>It has reached the disk in order, up to some sector in some write.</summary>
    InOrder,

    /// <summary>Of each sector, on its own, the disk has what stood there at some time since the last sync.</summary>
    Scattered,
}

/// <summary>
/// A disk behind a cache that may write whatever it likes, in whatever order, by sectors of 512 bytes, and has to have
/// written only what was synced. Names of files come to the disk in order, at the latest when the folder is synced.
/// </summary>
sealed class CutDisk
{
    readonly Random _random;
    readonly DirectoryInfo _start;
    readonly Dictionary<int, CachedFile> _now = [];
    readonly Dictionary<int, CachedFile> _durable = [];
    readonly List<(int File, CachedFile? Is)> _names = [];

    public CutDisk(DirectoryInfo start, Random random)
    {
        (_start, _random) = (start, random);
        foreach (var file in new[] { DiskFiles.Database, DiskFiles.Log, 4 })
            if (Path.Combine(start.FullName, DiskFiles.NameOf(file)) is var path && File.Exists(path))
                _now[file] = _durable[file] = new(File.ReadAllBytes(path));
    }

    public void Do(DiskRecord record)
    {
        switch (record.Act)
        {
            case DiskAct.ProcessBegan:
            case DiskAct.Opened when record.File == DiskFiles.Folder || _now.ContainsKey(record.File):
                break;
            case DiskAct.Opened:
                _names.Add((record.File, _now[record.File] = new([])));
                break;
            case DiskAct.Wrote:
                _now[record.File].Write(record.Offset, record.Bytes);
                break;
            case DiskAct.Truncated:
                _now[record.File].Truncate(record.Offset);
                break;
            case DiskAct.Synced when record.File == DiskFiles.Folder:
                Name(_durable, _names.Count);
                _names.Clear();
                break;
            case DiskAct.Synced:
                _now[record.File].Sync();
                break;
            case DiskAct.FailedToSync when record.File == DiskFiles.Folder:
                break;
            case DiskAct.FailedToSync:
                // The kernel holds for clean what it could not write: a later sync doesn't write it any more.
                _now[record.File].Forget(_random);
                break;
            case DiskAct.Unlinked:
                _now.Remove(record.File);
                _names.Add((record.File, null));
                break;
            default:
                throw new InvalidOperationException($"A disk does not {record.Act}.");
        }
    }

    /// <summary>Makes the folder as whoever starts the machine again finds it.</summary>
    public void Cut(Unsynced unsynced, DirectoryInfo into)
    {
        RecordedDisk.Copy(_start, into);
        var found = new Dictionary<int, CachedFile>(_durable);
        Name(found, unsynced switch
        {
            Unsynced.Lost => 0,
            Unsynced.Kept => _names.Count,
            _ => _random.Next(_names.Count + 1),
        });
        foreach (var file in new[] { DiskFiles.Database, DiskFiles.Log, 4 })
        {
            var path = Path.Combine(into.FullName, DiskFiles.NameOf(file));
            File.Delete(path);
            if (found.TryGetValue(file, out var content))
                File.WriteAllBytes(path, content.Found(unsynced, _random));
        }
        // SQLite maps this one and never syncs it: anything may stand there.
        var index = new byte[32 * 1024];
        _random.NextBytes(index);
        File.WriteAllBytes(Path.Combine(into.FullName, "mdreader.db-shm"), index);
    }

    void Name(Dictionary<int, CachedFile> folder, int count)
    {
        foreach (var (file, content) in _names.Take(count))
            if (content is null)
                folder.Remove(file);
            else
                folder[file] = content;
    }
}

/// <summary>A file: what of it is on the disk, and what was written to it since.</summary>
sealed class CachedFile(byte[] content)
{
    const int Sector = 512;

    // Without bytes, the file was truncated there.
    readonly List<(long Offset, byte[]? Bytes)> _unsynced = [];
    byte[] _disk = content;
    int _length = content.Length;

    public void Write(long offset, byte[] bytes) => _unsynced.Add((offset, bytes));

    public void Truncate(long length) => _unsynced.Add((length, null));

    public void Sync()
    {
        foreach (var (offset, bytes) in _unsynced)
            Apply(ref _disk, ref _length, offset, bytes);
        _unsynced.Clear();
    }

    /// <summary>What was written since the last sync is on the disk, or not, for ever.</summary>
    public void Forget(Random random)
    {
        _disk = Found(Unsynced.Scattered, random);
        _length = _disk.Length;
        _unsynced.Clear();
    }

    public byte[] Found(Unsynced unsynced, Random random)
    {
        var (found, length) = (_disk.AsSpan(0, _length).ToArray(), _length);
        var (writes, count) = (_unsynced, _unsynced.Count);
        switch (unsynced)
        {
            case Unsynced.Lost:
                break;
            case Unsynced.Kept:
                foreach (var (offset, bytes) in writes)
                    Apply(ref found, ref length, offset, bytes);
                break;
            case Unsynced.InOrder when count > 0:
                var torn = random.Next(count);
                foreach (var (offset, bytes) in writes.Take(torn))
                    Apply(ref found, ref length, offset, bytes);
                if (writes[torn] is not (var at, { } last))
                    break;
                var sectors = random.Next((int)((at % Sector + last.Length) / Sector) + 1);
                var kept = sectors == 0 ? 0 : (int)Math.Min(last.Length, sectors * Sector - at % Sector);
                Put(at, last.AsSpan(0, kept));
                break;
            case Unsynced.InOrder:
                break;
            case Unsynced.Scattered:
                Scatter();
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(unsynced));
        }
        // A file's length may reach the disk before what stands there.
        if (unsynced is Unsynced.InOrder or Unsynced.Scattered && count > 0 && random.Next(2) == 0)
            Fit(ref found, ref length, writes.Max(EndOf));
        return found.AsSpan(0, length).ToArray();

        void Put(long offset, ReadOnlySpan<byte> bytes)
        {
            if (bytes.IsEmpty)
                return;
            Fit(ref found, ref length, offset + bytes.Length);
            bytes.CopyTo(found.AsSpan((int)offset));
        }

        void Scatter()
        {
            var times = new Dictionary<long, int>();
            var wholly = random.Next(2) == 0;
            for (var write = 0; write < count; write++)
            {
                if (writes[write] is not (var offset, { } bytes))
                    continue;
                for (var from = 0; from < bytes.Length;)
                {
                    var sector = (offset + from) / Sector;
                    var to = (int)Math.Min(bytes.Length, (sector + 1) * Sector - offset);
                    if (!times.TryGetValue(sector, out var time))
                        times[sector] = time = wholly ? random.Next(2) * count : random.Next(count + 1);
                    if (write < time)
                        Put(offset + from, bytes.AsSpan(from, to - from));
                    from = to;
                }
            }
            // What was written behind a file's end since lengthens it again.
            var cut = writes.FindLastIndex(write => write.Bytes is null);
            if (cut >= 0 && random.Next(2) == 0)
                Apply(ref found, ref length, writes.Skip(cut).Max(EndOf), bytes: null);
        }
    }

    // A truncation ends where the file does.
    static long EndOf((long Offset, byte[]? Bytes) write) => write.Bytes is { } bytes ? write.Offset + bytes.Length : write.Offset;

    static void Apply(ref byte[] file, ref int length, long offset, byte[]? bytes)
    {
        Fit(ref file, ref length, EndOf((offset, bytes)));
        if (bytes is not null)
        {
            bytes.CopyTo(file, offset);
            return;
        }
        file.AsSpan((int)offset).Clear();
        length = (int)offset;
    }

    static void Fit(ref byte[] bytes, ref int length, long wanted)
    {
        if (wanted > bytes.Length)
            Array.Resize(ref bytes, (int)Math.Max(wanted, bytes.Length * 2L));
        length = (int)Math.Max(length, wanted);
    }
}
