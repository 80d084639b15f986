using System.Text.Json;

namespace MDReader.Desktop;

/// <summary>
/// What of this computer's files the page may read and write: those that the person opened, and the Markdown below folders
/// that the person opened. It is kept, so that what was open yesterday opens today.
/// </summary>
sealed class Desk
{
    const int MostFiles = 1_000;
    const int Deepest = 12;

    static readonly StringComparison SameName =
        OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;

    readonly Lock _gate = new();
    readonly string _keptIn;
    Kept _kept;

    Desk(string keptIn, Kept kept) => (_keptIn, _kept) = (keptIn, kept);

    /// <summary>As the web client has them.</summary>
    public static IReadOnlyList<string> MarkdownEndings { get; } = [".md", ".markdown", ".mdown", ".mkd", ".txt"];

    /// <summary>Where the page is; 0 before the first start. What the page keeps belongs to its address, so it stays.</summary>
    public int Port => _kept.Port;

    public static Desk Open(string data)
    {
        var file = Path.Combine(data, "desk.json");
        return new(file, File.Exists(file) ? JsonSerializer.Deserialize<Kept>(File.ReadAllText(file))! : new(0, [], []));
    }

    public void Keep(int port) => Change(kept => kept with { Port = port });

    /// <returns>Where the file or folder really is, links followed.</returns>
    /// <exception cref="DesktopException">There is none.</exception>
    public string Allow(string path)
    {
        var real = RealPath.Of(path);
        if (Directory.Exists(real))
            Change(kept => kept with { Folders = With(kept.Folders, real) });
        else if (File.Exists(real))
            Change(kept => kept with { Files = With(kept.Files, real) });
        else
            throw new DesktopException($"There is no file or folder {path}.");
        return real;
    }

    /// <summary>Where the file really is; null for what the person never opened, and for what is no file.</summary>
    public string? FindFile(string path)
    {
        var real = RealPath.Of(path);
        var (files, folders) = (_kept.Files, _kept.Folders);
        return File.Exists(real) && (Has(files, real) || IsMarkdown(real) && folders.Any(folder => IsBelow(folder, real))) ? real : null;
    }

    public string? FindFolder(string path)
    {
        var real = RealPath.Of(path);
        return Directory.Exists(real) && Has(_kept.Folders, real) ? real : null;
    }

    /// <summary>Paths from the folder, in order; what programs hide or install is passed over.</summary>
    public static IReadOnlyList<string> MarkdownIn(string folder)
    {
        var rules = new EnumerationOptions { AttributesToSkip = FileAttributes.Hidden | FileAttributes.System, IgnoreInaccessible = true };
        var found = new List<string>();
        Visit(folder, 0);
        return [.. found.Order(StringComparer.OrdinalIgnoreCase)];

        void Visit(string at, int depth)
        {
            foreach (var file in Directory.EnumerateFiles(at, "*", rules))
                if (found.Count < MostFiles && IsMarkdown(file))
                    found.Add(Path.GetRelativePath(folder, file));
            if (depth == Deepest)
                return;
            foreach (var inner in Directory.EnumerateDirectories(at, "*", rules))
                if (found.Count < MostFiles && Path.GetFileName(inner) != "node_modules" && new DirectoryInfo(inner).LinkTarget is null)
                    Visit(inner, depth + 1);
        }
    }

    static bool IsMarkdown(string path) => MarkdownEndings.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    static bool IsBelow(string folder, string path) =>
        path.StartsWith(folder.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, SameName);

    static bool Has(IReadOnlyList<string> paths, string path) => paths.Any(one => one.Equals(path, SameName));

    static IReadOnlyList<string> With(IReadOnlyList<string> paths, string path) => Has(paths, path) ? paths : [.. paths, path];

    void Change(Func<Kept, Kept> change)
    {
        lock (_gate)
        {
            var changed = change(_kept);
            if (changed == _kept)
                return;
            FileText.Replace(_keptIn, JsonSerializer.SerializeToUtf8Bytes(changed));
            _kept = changed;
        }
    }

    sealed record Kept(int Port, IReadOnlyList<string> Files, IReadOnlyList<string> Folders);
}
