using System.Runtime.InteropServices;

namespace MDReader.Load;

/// <summary>Linux, with the numbers that x64 and arm64 share.</summary>
static unsafe partial class Kernel
{
    public const uint In = 1, Out = 4;
    public const int Add = 1, Modify = 3, NonBlocking = 0x800, CloseOnExec = 0x80000;
    const int NoSignal = 0x4000, TryAgain = 11;

    // struct epoll_event is packed on x64 only.
    public static readonly int SocketInEvent = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;
    public static readonly int EventSize = SocketInEvent + sizeof(ulong);

    public static void Watch(int epoll, int change, int socket, uint what)
    {
        var watched = stackalloc byte[EventSize];
        *(uint*)watched = what;
        *(long*)(watched + SocketInEvent) = socket;
        if (Control(epoll, change, socket, watched) != 0)
            throw new InvalidOperationException($"epoll_ctl failed with errno {Marshal.GetLastPInvokeError()}.");
    }

    /// <returns>How many bytes came, at times none; -1 when no more will.</returns>
    public static int Receive(int socket, Span<byte> into)
    {
        fixed (byte* first = into)
            return Receive(socket, first, into.Length, 0) is not 0 and var count ? CountOf(count) : -1;
    }

    /// <returns>How many bytes it took, at times none; -1 when the other side is gone.</returns>
    public static int Send(int socket, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* first = bytes)
            return CountOf(Send(socket, first, bytes.Length, NoSignal));
    }

    static int CountOf(nint result) => result >= 0 ? (int)result : Marshal.GetLastPInvokeError() == TryAgain ? 0 : -1;

    [LibraryImport("libc", EntryPoint = "epoll_create1")]
    public static partial int CreateEpoll(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_wait")]
    public static partial int Wait(int epoll, byte* events, int most, int milliseconds);

    [LibraryImport("libc", EntryPoint = "accept4")]
    public static partial int Accept(int listener, nint address, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "close")]
    public static partial int Close(int socket);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    private static partial int Control(int epoll, int change, int socket, byte* watched);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    private static partial nint Receive(int socket, byte* into, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    private static partial nint Send(int socket, byte* bytes, nint length, int flags);
}
