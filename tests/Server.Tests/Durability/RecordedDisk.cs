using System.Diagnostics;
using System.Runtime.CompilerServices;
using MDReader.TestKit;

namespace Server.Tests.Durability;

/// <summary>
/// The disk under a host's database, as <c>disk/disk.c</c> records it: the folder as it was before, and the journal of all
/// that was done since. It also fails what it is told to fail.
/// </summary>
sealed class RecordedDisk : IDisposable
{
    const string Database = "mdreader.db";
    static readonly Lazy<Task<string>> Library = new(Compile);

    readonly DirectoryInfo _own = Directory.CreateTempSubdirectory("mdreader-disk-");
    readonly FileStream _faults;

    RecordedDisk(string data, string library)
    {
        Start = Directory.CreateDirectory(Path.Combine(_own.FullName, "start"));
        Copy(new DirectoryInfo(data), Start);
        var faults = Path.Combine(_own.FullName, "faults");
        File.WriteAllBytes(faults, new byte[Fault.Bytes]);
        _faults = new FileStream(faults, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        Settings = new Dictionary<string, string>
        {
            ["LD_PRELOAD"] = library,
            ["DISK_FILE"] = Path.Combine(data, Database),
            ["DISK_JOURNAL"] = Journal,
            ["DISK_FAULTS"] = faults,
            ["MDReader__Collaboration__WritePatience"] = "00:00:02",
            ["MDReader__Collaboration__MessageBurst"] = "100000",
            ["MDReader__Collaboration__MessagesPerSecond"] = "10000",
        };
    }

    /// <summary>The folder as it was when the recording began.</summary>
    public DirectoryInfo Start { get; }

    /// <summary>What a host is started with, to be recorded.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; }

    /// <summary>How long the journal is: what was done before this was asked stands before it.</summary>
    public long Now => new FileInfo(Journal) is { Exists: true } journal ? journal.Length : 0;

    string Journal => Path.Combine(_own.FullName, "journal");

    /// <summary>Begins to record a folder on which no host runs yet.</summary>
    public static async Task<RecordedDisk> Of(string data)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && (Child.Has("cc") || Environment.GetEnvironmentVariable("CI") == "true"),
            "Install a C compiler: what a host does to its disk is recorded by a library made of disk/disk.c.");
        return new(data, await Library.Value);
    }

    /// <summary>All records so far, in order.</summary>
    public IEnumerable<DiskRecord> Read()
    {
        using var reader = new BinaryReader(File.OpenRead(Journal));
        var end = reader.BaseStream.Length;
        while (reader.BaseStream.Position < end)
        {
            var (kind, file) = ((DiskAct)reader.ReadInt32(), reader.ReadInt32());
            var (offset, length) = (reader.ReadInt64(), reader.ReadInt64());
            var bytes = reader.ReadBytes((int)length);
            yield return new(kind, file, offset, bytes, reader.BaseStream.Position);
        }
    }

    /// <summary>From now on this goes wrong, in place of what went wrong before.</summary>
    public void Fail(Fault fault)
    {
        _faults.Position = 0;
        _faults.Write(fault.Encode());
    }

    /// <summary>How often what was told last has gone wrong.</summary>
    public int Failed
    {
        get
        {
            var bytes = new byte[Fault.Bytes];
            _faults.Position = 0;
            _faults.ReadExactly(bytes);
            return BitConverter.ToInt32(bytes, Fault.Bytes - sizeof(int));
        }
    }

    public void Dispose()
    {
        _faults.Dispose();
        _own.Delete(recursive: true);
    }

    /// <summary>Copies a folder with all that is in it.</summary>
    public static void Copy(DirectoryInfo from, DirectoryInfo to)
    {
        foreach (var folder in from.EnumerateDirectories())
            Copy(folder, to.CreateSubdirectory(folder.Name));
        foreach (var file in from.EnumerateFiles())
            file.CopyTo(Path.Combine(to.FullName, file.Name));
    }

    static async Task<string> Compile()
    {
        var library = Path.Combine(AppContext.BaseDirectory, "disk.so");
        using var compiler = Process.Start(
            new ProcessStartInfo("cc", ["-shared", "-fPIC", "-O2", "-Wall", "-Werror", "-o", library, Source(), "-ldl", "-lpthread"]))!;
        await compiler.WaitForExitAsync();
        compiler.ExitCode.ShouldBe(0, "disk/disk.c doesn't compile");
        return library;
    }

    static string Source([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "disk", "disk.c");
}

/// <summary>What was done, by the letter that the journal has for it.</summary>
enum DiskAct
{
    ProcessBegan = 'p',
    Opened = 'o',
    Wrote = 'w',
    Truncated = 't',
    Synced = 's',
    FailedToSync = 'f',
    Unlinked = 'u',
}

/// <param name="File">As numbered in <see cref="DiskFiles"/>.</param>
/// <param name="Offset">Of what was written; of what was truncated the length.</param>
/// <param name="End">Where the record ends in the journal.</param>
sealed record DiskRecord(DiskAct Act, int File, long Offset, byte[] Bytes, long End);

/// <summary>The files that are watched, by their numbers in the journal.</summary>
static class DiskFiles
{
    public const int Any = 0, Folder = 1, Database = 2, Log = 3;

    public static string NameOf(int file) => file switch
    {
        Database => "mdreader.db",
        Log => "mdreader.db-wal",
        4 => "mdreader.db-journal",
        _ => throw new ArgumentOutOfRangeException(nameof(file), file, "No file has this number."),
    };
}

/// <summary>Something that goes wrong on the disk.</summary>
/// <param name="Act">What fails: writing or syncing.</param>
/// <param name="Error">An errno.</param>
/// <param name="Count">How often; null without end.</param>
sealed record Fault(DiskAct Act, int Error, int? Count = null)
{
    public const int Bytes = 6 * sizeof(int);
    public const int InputOutput = 5, NoSpace = 28;

    /// <summary>What goes wrong no more.</summary>
    public static Fault None { get; } = new(0, 0);

    /// <summary>So often it goes well before.</summary>
    public int After { get; init; }

    public int File { get; init; } = DiskFiles.Any;

    public byte[] Encode() =>
        [.. new[] { (int)Act, File, Error, After, Count ?? -1, 0 }.SelectMany(BitConverter.GetBytes)];
}
