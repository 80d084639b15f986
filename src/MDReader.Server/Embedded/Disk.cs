using System.Runtime.InteropServices;

namespace MDReader.Server.Embedded;

/// <summary>What .NET doesn't offer of the file system.</summary>
static class Disk
{
    const int ReadOnly = 0;

    /// <summary>Makes a folder's names survive a power cut: a file's own sync covers its bytes only. Windows does so by
    /// itself.</summary>
    public static void SyncFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var folder = Open(path, ReadOnly);
        if (folder < 0)
        {
            throw Failure("opened", path);
        }

        try
        {
            if (Sync(folder) != 0)
            {
                throw Failure("synced", path);
            }
        }
        finally
        {
            _ = Close(folder);
        }
    }

    static IOException Failure(string what, string path) =>
        new($"{path} can't be {what}: error {Marshal.GetLastPInvokeError()}.");

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    static extern int Sync(int folder);

    [DllImport("libc", EntryPoint = "close")]
    static extern int Close(int folder);
}
