using System.IO.Pipes;
using System.Security.Cryptography;
using System.Text;

namespace MDReader.Desktop;

/// <summary>One process for one data folder: the one that comes second tells the first what to open, and ends.</summary>
sealed class FirstInstance : IDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    readonly FileStream _held;
    readonly string _pipe;
    readonly CancellationTokenSource _end = new();

    FirstInstance(FileStream held, string pipe) => (_held, _pipe) = (held, pipe);

    /// <summary>Null when another process has the folder.</summary>
    public static FirstInstance? TryBe(string data)
    {
        try
        {
            return new(new(Path.Combine(data, "desk.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None), Pipe(data));
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <exception cref="DesktopException">The first doesn't listen.</exception>
    public static async Task Tell(string data, IReadOnlyList<string> paths)
    {
        await using var pipe = new NamedPipeClientStream(".", Pipe(data), PipeDirection.Out, PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly);
        try
        {
            await pipe.ConnectAsync(Patience, CancellationToken.None);
        }
        catch (TimeoutException)
        {
            throw new DesktopException($"MDReader runs on {data} already, and doesn't answer. End it and start again.");
        }

        await pipe.WriteAsync(Encoding.UTF8.GetBytes(string.Join('\0', paths)));
    }

    /// <summary>Until <see cref="Stop"/>.</summary>
    public async Task Listen(Action<IReadOnlyList<string>> open)
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                await using var pipe = new NamedPipeServerStream(
                    _pipe, PipeDirection.In, 1, PipeTransmissionMode.Byte, PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly);
                await pipe.WaitForConnectionAsync(_end.Token);
                using var reader = new StreamReader(pipe, Encoding.UTF8);
                open((await reader.ReadToEndAsync(_end.Token)).Split('\0', StringSplitOptions.RemoveEmptyEntries));
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (IOException)
            {
                // The other side broke off; the next one may not.
            }
        }
    }

    public void Stop() => _end.Cancel();

    public void Dispose()
    {
        _end.Dispose();
        _held.Dispose();
    }

    // Names of pipes are short, and the same for everybody: only the person's own processes are let in.
    static string Pipe(string data) => $"mdreader-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(data)))[..16]}";
}
