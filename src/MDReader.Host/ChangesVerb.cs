using System.Diagnostics;
using System.Runtime.InteropServices;
using MDReader.Cloud;

namespace MDReader.Host;

/// <summary>
/// The verb <c>changes QUEUE PROGRAM [ARGUMENT …]</c>, a worker for another system: gives each change in an SQS queue to a
/// program, as JSON on its standard input. With exit code 0 it is done; otherwise the change comes again, and lies among
/// the queue's dead letters in the end.
/// </summary>
static class ChangesVerb
{
    public static async Task<int> Run(WebApplication app, string queue, string program, string[] arguments)
    {
        using var end = new CancellationTokenSource();
        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        await app.Services.ReadQueue(queue, (change, late) => Give(change, program, arguments, late), end.Token);
        return 0;

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            end.Cancel();
        }
    }

    static async Task<bool> Give(string change, string program, string[] arguments, CancellationToken late)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true })!;
        try
        {
            await process.StandardInput.WriteAsync(change.AsMemory(), late);
            process.StandardInput.Close();
            await process.WaitForExitAsync(late);
            return process.ExitCode == 0;
        }
        catch (Exception failure) when (failure is OperationCanceledException or IOException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
