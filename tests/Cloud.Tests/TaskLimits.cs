using System.Globalization;

namespace Cloud.Tests;

/// <summary>A quarter of a core and 512 MB, as a task on Fargate has: control groups of this machine, of either version.</summary>
sealed class TaskLimits : IDisposable
{
    const string Root = "/sys/fs/cgroup";
    const int PeriodMicroseconds = 100_000;
    const int QuotaMicroseconds = 25_000;
    const long MemoryBytes = 512L * 1024 * 1024;

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    readonly string[] _groups;

    TaskLimits(string[] groups) => _groups = groups;

    static bool IsVersion2 => File.Exists($"{Root}/cgroup.controllers");

    /// <summary>Null where this machine doesn't let us.</summary>
    public static TaskLimits? TryMake()
    {
        var name = $"mdreader-task-{Guid.NewGuid():N}";
        try
        {
            var limits = new TaskLimits(IsVersion2 ? [$"{Root}/{name}"] : [$"{Root}/cpu/{name}", $"{Root}/memory/{name}"]);
            foreach (var group in limits._groups)
                Directory.CreateDirectory(group);
            if (IsVersion2)
            {
                limits.Set("cpu.max", $"{QuotaMicroseconds} {PeriodMicroseconds}");
                limits.Set("memory.max", $"{MemoryBytes}");
                limits.Set("memory.swap.max", "0");
            }
            else
            {
                limits.Set("cpu.cfs_period_us", $"{PeriodMicroseconds}");
                limits.Set("cpu.cfs_quota_us", $"{QuotaMicroseconds}");
                limits.Set("memory.limit_in_bytes", $"{MemoryBytes}");
            }
            return limits;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>What a shell says to be in them, and all that it starts.</summary>
    public string Enter => string.Join(" && ", _groups.Select(group => $"echo $$ > {group}/cgroup.procs"));

    /// <summary>The most that was ever held, in MiB, the files that were read included.</summary>
    public long MostMegabytes => long.Parse(
        File.ReadAllText(Find(IsVersion2 ? "memory.peak" : "memory.max_usage_in_bytes")), CultureInfo.InvariantCulture) / 1024 / 1024;

    /// <summary>Whether somebody was killed for memory.</summary>
    public bool RanOut => File.ReadLines(Find(IsVersion2 ? "memory.events" : "memory.oom_control"))
        .Any(line => line.StartsWith("oom_kill ", StringComparison.Ordinal) && line != "oom_kill 0");

    /// <summary>In how many of all periods the quota was used up.</summary>
    public double Throttled
    {
        get
        {
            var counts = File.ReadLines(Find("cpu.stat")).Select(line => line.Split(' '))
                .ToDictionary(parts => parts[0], parts => double.Parse(parts[1], CultureInfo.InvariantCulture));
            return counts["nr_periods"] == 0 ? 0 : counts["nr_throttled"] / counts["nr_periods"];
        }
    }

    /// <summary>Only when all within have ended.</summary>
    public void Dispose()
    {
        foreach (var group in _groups.Where(Directory.Exists))
            SpinWait.SpinUntil(() => IsRemoved(group), Patience);
    }

    // A group is busy for a moment longer than its last process.
    static bool IsRemoved(string group)
    {
        try
        {
            Directory.Delete(group);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    void Set(string name, string value) => File.WriteAllText(Find(name), value);

    string Find(string name) => _groups.Select(group => $"{group}/{name}").First(File.Exists);
}
