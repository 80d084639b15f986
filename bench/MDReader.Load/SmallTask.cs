using System.Diagnostics;
using System.Globalization;

namespace MDReader.Load;

/// <summary>
/// A quarter of a core and 512 MB, as the smallest task of a container service has: control groups, version 1. A server is
/// put into them before it starts, since runtimes read their limits then.
/// </summary>
sealed class SmallTask : IDisposable
{
    const string Cpu = "/sys/fs/cgroup/cpu", Memory = "/sys/fs/cgroup/memory";
    const int PeriodMicroseconds = 100_000, QuotaMicroseconds = 25_000;
    const long MemoryBytes = 512L * 1024 * 1024;

    readonly string _cpu, _memory;

    SmallTask()
    {
        var name = $"mdreader-load-{Environment.ProcessId}-{Guid.NewGuid():N}";
        (_cpu, _memory) = (Path.Combine(Cpu, name), Path.Combine(Memory, name));
        Directory.CreateDirectory(_cpu);
        Directory.CreateDirectory(_memory);
        File.WriteAllText(Path.Combine(_cpu, "cpu.cfs_period_us"), $"{PeriodMicroseconds}");
        File.WriteAllText(Path.Combine(_cpu, "cpu.cfs_quota_us"), $"{QuotaMicroseconds}");
        File.WriteAllText(Path.Combine(_memory, "memory.limit_in_bytes"), $"{MemoryBytes}");
    }

    /// <summary>Cores.</summary>
    public static double Share => (double)QuotaMicroseconds / PeriodMicroseconds;

    /// <summary>Null, having said why, where this machine doesn't let us.</summary>
    public static SmallTask? TryMake()
    {
        try
        {
            return new();
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(
                $"small-task is skipped: it needs control groups of version 1 that may be written, {Cpu} and {Memory}. {refused.Message}");
            return null;
        }
    }

    /// <summary>The same program, begun inside.</summary>
    public ProcessStartInfo Around(ProcessStartInfo program)
    {
        var begin = $"echo $$ > {_cpu}/cgroup.procs && echo $$ > {_memory}/cgroup.procs && exec \"$0\" \"$@\"";
        var inside = new ProcessStartInfo("sh", ["-c", begin, program.FileName, .. program.ArgumentList])
        {
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in program.Environment)
            inside.Environment[name] = value;
        return inside;
    }

    /// <summary>How often the server had to wait for the next period, as a share of all.</summary>
    public double Throttled()
    {
        var stat = File.ReadLines(Path.Combine(_cpu, "cpu.stat")).Select(line => line.Split(' '))
            .ToDictionary(parts => parts[0], parts => double.Parse(parts[1], CultureInfo.InvariantCulture));
        return stat["nr_periods"] == 0 ? 0 : stat["nr_throttled"] / stat["nr_periods"];
    }

    /// <summary>Only when the server has ended.</summary>
    public void Dispose()
    {
        Directory.Delete(_cpu);
        Directory.Delete(_memory);
    }
}
