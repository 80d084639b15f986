using System.Diagnostics;

namespace MDReader.TestKit;

/// <summary>A program that a test runs beside itself: a database, Redis. It ends with the test at the latest.</summary>
public sealed class Child : IAsyncDisposable
{
    readonly Process _process;

    Child(Process process)
    {
        _process = process;
        AppDomain.CurrentDomain.ProcessExit += End;
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Whether this machine has the program, by name or by path.</summary>
    public static bool Has(string program) => Find(program) is not null;

    /// <summary>Starts it as who may: databases refuse to be run by root.</summary>
    public static Child Start(string program, params string[] arguments)
    {
        var start = Info(program, arguments);
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new(process);
    }

    /// <summary>Runs it to its end.</summary>
    public static async Task Run(string program, params string[] arguments)
    {
        var start = Info(program, arguments);
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {string.Concat(said)}");
    }

    /// <summary>Sends a signal by its name, such as <c>STOP</c>.</summary>
    public async Task Signal(string name)
    {
        using var kill = Process.Start("kill", ["-" + name, $"{Id}"]);
        await kill.WaitForExitAsync();
    }

    public async Task Ended(CancellationToken cancellation = default) => await _process.WaitForExitAsync(cancellation);

    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= End;
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }
        _process.Dispose();
    }

    void End(object? sender, EventArgs e)
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
    }

    static ProcessStartInfo Info(string program, string[] arguments)
    {
        var path = Find(program) ?? throw new FileNotFoundException($"Install {program}.", program);
        // setpriv replaces itself by the program, so that the process id is the program's own.
        return Environment.IsPrivilegedProcess
            ? new("setpriv", ["--reuid=nobody", "--regid=nogroup", "--clear-groups", path, .. arguments])
            : new(path, arguments);
    }

    static string? Find(string program)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').AsEnumerable();
        if (Directory.Exists(DebianPostgres))
            folders = folders.Concat(Directory.GetDirectories(DebianPostgres).Select(version => Path.Combine(version, "bin")));
        return folders.Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
    }

    // Debian keeps the server's programs out of the PATH.
    const string DebianPostgres = "/usr/lib/postgresql";
}
