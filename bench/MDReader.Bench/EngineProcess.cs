using System.Diagnostics;
using System.Globalization;

namespace MDReader.Bench;

/// <summary>
/// A running engine. One that says nothing for too long is ended, and the next question starts another, unless it didn't
/// even get ready.
/// </summary>
sealed class EngineProcess(Engine engine, string recording, TimeSpan limit) : IDisposable
{
    // One that isn't Yjs makes the recording anew before it is ready.
    readonly TimeSpan _limitToStart = 3 * limit;

    Process? _process;
    bool _isNeverReady;

    /// <summary>The version it says it has, once it was asked something.</summary>
    public string? Version { get; private set; }

    public async Task<Answer> Ask(string measure, int times)
    {
        if (_isNeverReady)
            return Late(_limitToStart);
        try
        {
            if (_process is null && !await Start())
                return Late(_limitToStart);

            await _process!.StandardInput.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{times} {measure}"));
            await _process.StandardInput.FlushAsync();
            return await Hear(limit);
        }
        catch (OperationCanceledException)
        {
            Dispose();
            return Late(limit);
        }
        catch (IOException e)
        {
            Dispose();
            return new() { Error = e.Message };
        }
    }

    async Task<bool> Start()
    {
        _process = Launch();
        try
        {
            Version = (await Hear(_limitToStart)).Version;
            return true;
        }
        catch (OperationCanceledException)
        {
            Dispose();
            _isNeverReady = true;
            return false;
        }
    }

    static Answer Late(TimeSpan limit) => new() { Error = $"no answer within {limit.TotalSeconds} s", IsLate = true };

    Process Launch()
    {
        var start = engine.Start(recording);
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        return Process.Start(start)!;
    }

    async Task<Answer> Hear(TimeSpan longest)
    {
        using var patience = new CancellationTokenSource(longest);
        return await _process!.StandardOutput.ReadLineAsync(patience.Token) is { } line
            ? Answer.Parse(line)
            : throw new IOException($"{engine.Name} ended; what it said is above.");
    }

    public void Dispose()
    {
        if (_process is null)
            return;
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
        _process = null;
    }
}
