using System.Globalization;

namespace MDReader.Load;

/// <summary>What the operating system counts for processes.</summary>
static class CpuTime
{
    const double TicksPerSecond = 100;
    const int Parent = 1, User = 11, Kernel = 12;

    /// <summary>Processor seconds so far, in user and kernel mode.</summary>
    /// <exception cref="InvalidOperationException">It has ended.</exception>
    public static double OfProcess(int process) => Stat($"/proc/{process}") is { Length: > 0 } stat
        ? Sum(stat)
        : throw new InvalidOperationException("The server has ended.");

    /// <summary>Processor seconds so far of all that a process has started and that still run.</summary>
    public static double OfChildren(int process) => Directory.EnumerateDirectories("/proc")
        .Where(folder => int.TryParse(Path.GetFileName(folder), out _))
        .Select(Stat)
        .Where(fields => fields.Length > 0 && fields[Parent] == $"{process}")
        .Sum(Sum);

    static double Sum(string[] stat) =>
        (long.Parse(stat[User], CultureInfo.InvariantCulture) + long.Parse(stat[Kernel], CultureInfo.InvariantCulture)) / TicksPerSecond;

    // The fields after the name, which may hold anything; none of a process that has ended.
    static string[] Stat(string folder)
    {
        try
        {
            var stat = File.ReadAllText(Path.Combine(folder, "stat"));
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return [];
        }
    }
}
