namespace MDReader.Desktop;

enum WindowKind
{
    /// <summary>The system's where there is one, else the browser's.</summary>
    Any,
    System,
    Browser,
    None,
}

enum Choice
{
    Files,
    Folder,
}

/// <summary>What shows pages and ends with the person closing it. Its methods may be called from any thread.</summary>
interface IWindow
{
    /// <summary>Whether <see cref="Choose"/> has a dialog. Where not, the page asks its browser, which has one.</summary>
    bool CanChoose { get; }

    void Open(Uri page);

    /// <returns>Paths; none when the person thought better of it.</returns>
    Task<IReadOnlyList<string>> Choose(Choice choice);

    /// <summary>Returns when the last window is closed, by the person or by <see cref="Close"/>.</summary>
    void Run();

    void Close();
}
