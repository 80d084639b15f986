using System.Diagnostics;
using System.Globalization;

namespace MDReader.Bench;

/// <summary>A running engine. One that says nothing for too long is ended, and the next question starts another.</summary>
sealed class EngineProcess(Engine engine, string recording, TimeSpan limit) : IDisposable
{
    Process? _process;

    /// <summary>The version it says it has, once it was asked something.</summary>
    public string? Version { get; private set; }

    public async Task<Answer> Ask(string measure, int times)
    {
        try
        {
            if (_process is null)
            {
                _process = Launch();
                Version = (await Hear()).Version;
            }

            await _process.StandardInput.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{times} {measure}"));
            await _process.StandardInput.FlushAsync();
            return await Hear();
        }
        catch (OperationCanceledException)
        {
            Dispose();
            return new() { Error = $"no answer within {limit.TotalSeconds} s" };
        }
        catch (IOException e)
        {
            Dispose();
            return new() { Error = e.Message };
        }
    }

    Process Launch()
    {
        var start = engine.Start(recording);
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        return Process.Start(start)!;
    }

    async Task<Answer> Hear()
    {
        using var patience = new CancellationTokenSource(limit);
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
