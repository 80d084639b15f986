using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace MDReader.Desktop;

/// <summary>WebKitGTK in a window of GTK, on the thread that calls <see cref="Run"/>.</summary>
sealed class WebKitWindow : IWindow
{
    const int Width = 1280;
    const int Height = 860;

    readonly ConcurrentQueue<Action> _waiting = new();
    readonly Dictionary<nint, Uri> _pages = [];

    // GTK keeps bare addresses of these: as fields they live as long as it does.
    readonly Gtk.Idle _work;
    readonly Gtk.Signal _destroyed;
    readonly Gtk.Notified _titled;
    readonly Gtk.Decide _decide;

    WebKitWindow()
    {
        _work = _ => Work();
        _destroyed = (window, _) => Destroyed(window);
        _titled = (view, _, window) => Gtk.SetTitle(window, Gtk.Text(Gtk.TitleOf(view)) is { Length: > 0 } title ? title : "MDReader");
        _decide = Decide;
    }

    public bool CanChoose => true;

    /// <summary>Null without the library or without a screen.</summary>
    public static WebKitWindow? Find() =>
        OperatingSystem.IsLinux()
        && (Environment.GetEnvironmentVariable("WAYLAND_DISPLAY") ?? Environment.GetEnvironmentVariable("DISPLAY")) is { Length: > 0 }
        && NativeLibrary.TryLoad(Gtk.WebKit, out _)
            ? new()
            : null;

    public void Open(Uri page) => Later(() => Show(page));

    public Task<IReadOnlyList<string>> Choose(Choice choice)
    {
        var chosen = new TaskCompletionSource<IReadOnlyList<string>>(TaskCreationOptions.RunContinuationsAsynchronously);
        Later(() => chosen.SetResult(Ask(choice)));
        return chosen.Task;
    }

    public void Run()
    {
        // The page's own storage is in a folder of this name, and the desktop finds the icon by it.
        Gtk.NameProgram("mdreader");
        if (!Gtk.Init(0, 0))
            throw new DesktopException("GTK found no screen to show a window on. Start with --window browser or --window none.");
        Gtk.RunLoop();
    }

    public void Close() => Later(Gtk.Quit);

    void Later(Action work)
    {
        _waiting.Enqueue(work);
        Gtk.Later(_work, 0);
    }

    int Work()
    {
        if (_waiting.TryDequeue(out var work))
            work();
        return 0;
    }

    void Show(Uri page)
    {
        var (window, view) = (Gtk.NewToplevel(0), Gtk.NewView());
        _pages[window] = page;
        Gtk.SetTitle(window, "MDReader");
        Gtk.SetSize(window, Width, Height);
        Gtk.Add(window, view);
        Connect(window, "destroy", _destroyed, 0);
        Connect(view, "notify::title", _titled, window);
        Connect(view, "decide-policy", _decide, window);
        Gtk.Load(view, page.AbsoluteUri);
        Gtk.Show(window);
    }

    static void Connect(nint instance, string signal, Delegate callback, nint data) =>
        Gtk.Connect(instance, signal, Marshal.GetFunctionPointerForDelegate(callback), data, 0, 0);

    void Destroyed(nint window)
    {
        _pages.Remove(window);
        if (_pages.Count == 0)
            Gtk.Quit();
    }

    // What leads elsewhere belongs into the person's browser, which shows where it is.
    int Decide(nint view, nint decision, int type, nint window)
    {
        if (type > Gtk.NewWindow
            || !Uri.TryCreate(Gtk.Text(Gtk.AddressOf(Gtk.RequestOf(Gtk.ActionOf(decision)))), UriKind.Absolute, out var address)
            || address.Scheme is not ("http" or "https" or "mailto"))
            return 0;
        var isOurs = address.Authority == _pages.GetValueOrDefault(window)?.Authority;
        if (isOurs && type != Gtk.NewWindow)
            return 0;
        if (isOurs)
            Open(address);
        else
            Gtk.OpenOutside(window, address.AbsoluteUri, 0, 0);
        Gtk.Ignore(decision);
        return 1;
    }

    List<string> Ask(Choice choice)
    {
        var folder = choice == Choice.Folder;
        var dialog = Gtk.NewChooser(null, _pages.Keys.LastOrDefault(), folder ? Gtk.SelectFolder : Gtk.OpenFile, null, null);
        if (!folder)
        {
            Gtk.AllowMany(dialog, true);
            var filter = Gtk.NewFilter();
            Gtk.NameFilter(filter, "Markdown");
            foreach (var ending in Desk.MarkdownEndings)
                Gtk.AddPattern(filter, $"*{ending}");
            Gtk.AddFilter(dialog, filter);
        }

        var chosen = Gtk.Ask(dialog) == Gtk.Accept ? Gtk.Texts(Gtk.Chosen(dialog)) : [];
        Gtk.Release(dialog);
        return chosen;
    }
}
