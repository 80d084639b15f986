using System.Runtime.InteropServices;

namespace MDReader.Client.Sync;

/// <summary>Files that change in one step, whenever the process ends.</summary>
static partial class AtomicFile
{
    const int CurrentFolder = -100;
    const uint ExchangeOnLinux = 2;
    const uint ExchangeOnMac = 2;

    /// <summary>Puts the bytes on disk, and then in place.</summary>
    public static void Write(string path, byte[] bytes)
    {
        var beside = $"{path}.new";
        WriteThrough(beside, bytes);
        File.Move(beside, path, overwrite: true);
    }

    /// <summary>
    /// Exchanges two files, so that whatever is saved meanwhile ends up in one of them. Where the system can't, the file's
    /// old content is kept by a second name before the new one takes its place, and a save by renaming that falls between
    /// the two is lost.
    /// </summary>
    /// <exception cref="FileNotFoundException">One of them is not there.</exception>
    public static void Exchange(string one, string other)
    {
        if (TryExchange(one, other))
            return;
        var kept = $"{other}.kept";
        File.Replace(other, one, kept);
        File.Move(kept, other, overwrite: true);
    }

    static void WriteThrough(string path, byte[] bytes)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None);
        file.Write(bytes);
        file.Flush(flushToDisk: true);
    }

    static bool TryExchange(string one, string other)
    {
        try
        {
            return OperatingSystem.IsLinux() ? RenameAt2(CurrentFolder, one, CurrentFolder, other, ExchangeOnLinux) == 0
                : OperatingSystem.IsMacOS() && RenameX(one, other, ExchangeOnMac) == 0;
        }
        catch (EntryPointNotFoundException)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "renameat2", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RenameAt2(int oneFolder, string one, int otherFolder, string other, uint flags);

    [LibraryImport("libc", EntryPoint = "renamex_np", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RenameX(string one, string other, uint flags);
}
