using System.Diagnostics;

namespace MDReader.Load;

/// <summary>
/// Code that is compiled as it is used is compiled better and better, for a minute and more where little is asked of it: a server
/// is measured when it has stopped getting faster.
/// </summary>
static class GettingFaster
{
    const double Faster = 1.05;
    static readonly TimeSpan Look = TimeSpan.FromSeconds(5);

    /// <summary>Ends when it does no more for a second of its processor than before.</summary>
    /// <param name="server">Which; it is being asked.</param>
    /// <param name="done">What it has done so far.</param>
    /// <param name="looks">So many times five seconds without gain are enough.</param>
    /// <param name="longest">It ends then in any case.</param>
    public static async Task End(ServerUnderTest server, Func<long> done, int looks, TimeSpan longest)
    {
        var (best, without) = (0.0, 0);
        for (var clock = Stopwatch.StartNew(); without < looks && clock.Elapsed < longest;)
        {
            var (cpu, before) = (server.CpuSeconds, done());
            await Task.Delay(Look);
            var speed = (done() - before) / (server.CpuSeconds - cpu);
            (best, without) = speed > best * Faster ? (speed, 0) : (best, without + 1);
        }
    }
}
