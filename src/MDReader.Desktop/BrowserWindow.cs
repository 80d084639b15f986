using System.Diagnostics;

namespace MDReader.Desktop;

/// <summary>A window of Chromium's kind without tabs and address, with a profile of its own.</summary>
sealed class BrowserWindow(string program, string profile) : IWindow
{
    public const string Variable = "MDREADER_BROWSER";

    static readonly string[] OnPath = ["chromium", "chromium-browser", "google-chrome", "microsoft-edge"];

    static readonly string[] OnMac =
    [
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
    ];

    static readonly string[] OnWindows = [@"Microsoft\Edge\Application\msedge.exe", @"Google\Chrome\Application\chrome.exe"];

    readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    Process? _first;

    /// <summary>Its own dialogs come with the File System Access API.</summary>
    public bool CanChoose => false;

    public static BrowserWindow? Find(string data) =>
        Program() is { } program ? new(program, Path.Combine(data, "window")) : null;

    public void Open(Uri page)
    {
        var start = new ProcessStartInfo(program)
        {
            ArgumentList = { $"--app={page.AbsoluteUri}", $"--user-data-dir={profile}", "--no-first-run", "--no-default-browser-check" },
        };
        var process = Process.Start(start) ?? throw new DesktopException($"{program} did not start.");
        // With one profile there is one browser: later ones hand their page to the first and end.
        if (Interlocked.CompareExchange(ref _first, process, null) is not null)
            return;
        process.Exited += (_, _) => _closed.TrySetResult();
        process.EnableRaisingEvents = true;
    }

    public Task<IReadOnlyList<string>> Choose(Choice choice) => Task.FromResult<IReadOnlyList<string>>([]);

    public void Run() => _closed.Task.GetAwaiter().GetResult();

    public void Close()
    {
        if (_first is { HasExited: false } browser)
            browser.Kill(entireProcessTree: true);
        _closed.TrySetResult();
    }

    static string? Program() =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? named
        : OperatingSystem.IsWindows() ? ProgramFolders().SelectMany(folder => OnWindows.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists)
        : OperatingSystem.IsMacOS() ? OnMac.FirstOrDefault(File.Exists)
        : OnPath.SelectMany(name => SearchPath().Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists);

    static IEnumerable<string> ProgramFolders() =>
        from folder in new[] { Environment.SpecialFolder.ProgramFilesX86, Environment.SpecialFolder.ProgramFiles, Environment.SpecialFolder.LocalApplicationData }
        select Environment.GetFolderPath(folder);

    static string[] SearchPath() => Environment.GetEnvironmentVariable("PATH")?.Split(Path.PathSeparator) ?? [];
}
