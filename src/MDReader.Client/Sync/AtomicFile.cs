using System.Runtime.InteropServices;

namespace MDReader.Client.Sync;

/// <summary>Files that change in one step, whenever the process ends.</summary>
static partial class AtomicFile
{
    const int CurrentFolder = -100;
    const uint ExchangeOnLinux = 2;
    const uint ExchangeOnMac = 2;
    const uint KeepsTargetOnLinux = 1;
    const uint KeepsTargetOnMac = 4;

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
        if (TryRename(one, other, ExchangeOnLinux, ExchangeOnMac))
            return;
        var kept = $"{other}.kept";
        File.Replace(other, one, kept);
        File.Move(kept, other, overwrite: true);
    }

    /// <summary>
    /// Moves a file to where nothing is, in one step: whatever is put there meanwhile stays. False when something is there, or the
    /// file is gone. Where the system can't, it is looked at before, and what is put there between the two is lost.
    /// </summary>
    public static bool TryMove(string from, string to)
    {
        if (TryRename(from, to, KeepsTargetOnLinux, KeepsTargetOnMac))
            return true;
        try
        {
            File.Move(from, to, overwrite: false);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    static void WriteThrough(string path, byte[] bytes)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None);
        file.Write(bytes);
        file.Flush(flushToDisk: true);
    }

    static bool TryRename(string from, string to, uint onLinux, uint onMac)
    {
        try
        {
            return OperatingSystem.IsLinux() ? RenameAt2(CurrentFolder, from, CurrentFolder, to, onLinux) == 0
                : OperatingSystem.IsMacOS() && RenameX(from, to, onMac) == 0;
        }
        catch (EntryPointNotFoundException)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "renameat2", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RenameAt2(int fromFolder, string from, int toFolder, string to, uint flags);

    [LibraryImport("libc", EntryPoint = "renamex_np", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RenameX(string from, string to, uint flags);
}
