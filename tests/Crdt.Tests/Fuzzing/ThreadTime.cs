using System.Runtime.InteropServices;

namespace Crdt.Tests.Fuzzing;

/// <summary>CPU time of the calling thread: on a busy machine, no other time says what something costs.</summary>
static partial class ThreadTime
{
    const int ClockOfThread = 3;

    [StructLayout(LayoutKind.Sequential)]
    struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }

    /// <summary>Zero where there is no such clock, so that nothing seems to take any.</summary>
    public static TimeSpan Now
    {
        get
        {
            if (!OperatingSystem.IsLinux())
                return TimeSpan.Zero;
            _ = GetTime(ClockOfThread, out var time);
            return TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromTicks(time.Nanoseconds / 100);
        }
    }

    [DllImport("libc", EntryPoint = "clock_gettime")]
    static extern int GetTime(int clock, out TimeSpec time);
}
