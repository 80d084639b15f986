using Microsoft.AspNetCore.Builder;

namespace MDReader.Desktop;

/// <summary>From the first window to the last.</summary>
static class DeskRun
{
    /// <returns>The process's exit code.</returns>
    public static async Task<int> UntilClosed(Wanted wanted, FirstInstance first, IWindow window)
    {
        var (desk, door) = (Desk.Open(wanted.Data), new Door());
        var places = wanted.Paths.Select(desk.Allow).ToList();
        await using var app = await DeskServer.Start(wanted.Data, desk, door, window);
        app.Lifetime.ApplicationStopping.Register(window.Close);
        foreach (var page in Pages(app, door, places))
            window.Open(page);
        var listening = first.Listen(paths => OpenMore(app, desk, door, window, paths));
        window.Run();
        await app.StopAsync();
        first.Stop();
        await listening;
        return 0;
    }

    static void OpenMore(WebApplication app, Desk desk, Door door, IWindow window, IReadOnlyList<string> paths)
    {
        // The one who asked has ended by now: what is gone meanwhile has nobody to be told to.
        var places = paths.Where(path => File.Exists(path) || Directory.Exists(path)).Select(desk.Allow).ToList();
        foreach (var page in Pages(app, door, places))
            window.Open(page);
    }

    static List<Uri> Pages(WebApplication app, Door door, List<string> places) =>
        places.Count == 0
            ? [Page(app, door, "")]
            : [.. places.Select(place => Page(app, door, $"&{(Directory.Exists(place) ? "folder" : "file")}={Uri.EscapeDataString(place)}"))];

    static Uri Page(WebApplication app, Door door, string query) => new(app.Address(), $"{Door.Way}?entry={door.NewEntry()}{query}");
}
