namespace MDReader.Desktop;

/// <summary>Which window this computer can show.</summary>
static class WindowChoice
{
    /// <exception cref="DesktopException">There is none of the kind.</exception>
    public static IWindow Find(WindowKind kind, string data) => kind switch
    {
        WindowKind.None => new PrintedAddress(),
        WindowKind.System => WebKitWindow.Find() ?? throw new DesktopException(
            "--window system needs WebKitGTK and a screen: apt-get install libwebkit2gtk-4.1-0, or try --window browser."),
        WindowKind.Browser => BrowserWindow.Find(data) ?? throw new DesktopException(
            $"No Chromium, Chrome or Edge was found. Install one, or name its program in {BrowserWindow.Variable}."),
        WindowKind.Any => (IWindow?)WebKitWindow.Find() ?? BrowserWindow.Find(data) ?? throw new DesktopException($"""
            Nothing here can show a window. Install one of these:
              WebKitGTK           apt-get install libwebkit2gtk-4.1-0
              a browser           Chromium, Chrome or Edge; {BrowserWindow.Variable} names its program
            or start with --window none and open the address in any browser.
            """),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
