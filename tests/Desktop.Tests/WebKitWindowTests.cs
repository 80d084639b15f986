using System.Diagnostics;
using System.Runtime.InteropServices;
using MDReader.TestKit;

namespace Desktop.Tests;

/// <summary>The real window on a screen that nobody sees.</summary>
public sealed class WebKitWindowTests : IDisposable
{
    const string Screen = ":87";

    static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    readonly Room _room = new();

    public void Dispose() => _room.Dispose();

    [Fact]
    public async Task The_window_shows_the_file_that_the_program_was_started_with_and_then_another()
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && Child.Has("Xvfb") && Child.Has("xwininfo") && NativeLibrary.TryLoad("libwebkit2gtk-4.1.so.0", out _),
            "Install xvfb, x11-utils and libwebkit2gtk-4.1-0.");
        Assert.SkipUnless(
            File.Exists(Path.Combine(AppContext.BaseDirectory, "wwwroot/index.html")), "Build with the web client.");
        await using var screen = Child.Start("Xvfb", Screen, "-screen", "0", "1280x900x24", "-nolisten", "tcp");
        await Eventually.Holds(async () => await Windows() is not null, "the screen");

        // Its name is on the window only after the page has read it through the server.
        using var first = Start(_room.Write("shopping list.md", "# Milk"));
        await Shows("shopping list");
        using var second = Start(_room.Write("travel.md", "# Sea"));
        await Shows("travel");
        await second.WaitForExitAsync();
        second.ExitCode.ShouldBe(0);

        using (var kill = Process.Start("kill", ["-TERM", $"{first.Id}"]))
            await kill.WaitForExitAsync();
        await first.WaitForExitAsync();
        first.ExitCode.ShouldBe(0);
    }

    Process Start(string file)
    {
        var start = new ProcessStartInfo("dotnet",
            [Path.Combine(AppContext.BaseDirectory, "MDReader.Desktop.dll"), "--window", "system", "--data", _room.Data, file])
        {
            Environment = { ["DISPLAY"] = Screen, ["WAYLAND_DISPLAY"] = null, ["XDG_DATA_HOME"] = _room.Of("home"), ["XDG_CACHE_HOME"] = _room.Of("cache") },
        };
        return Process.Start(start)!;
    }

    // A server and a browser start before the first one is there: on a busy machine that takes more than the usual minute.
    static async Task Shows(string title)
    {
        using var late = new CancellationTokenSource(Patience);
        while ((await Windows())?.Contains(title, StringComparison.Ordinal) != true)
            await Task.Delay(100, late.Token);
    }

    static async Task<string?> Windows()
    {
        using var process = Process.Start(new ProcessStartInfo("xwininfo", ["-display", Screen, "-root", "-tree"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? said : null;
    }
}
