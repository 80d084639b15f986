using System.Text;

namespace MDReader.Client.Sync;

/// <summary>Names of files for titles that may hold anything, such as every system takes them.</summary>
static class FileNames
{
    public const string Extension = ".md";
    const string Nameless = "Untitled";

    // File systems take 255; what makes a name one of its own and the extension come on top.
    const int MostBytes = 200;

    static readonly HashSet<string> Reserved = new(
        ["CON", "PRN", "AUX", "NUL", .. Enumerable.Range(0, 10).SelectMany(n => new[] { $"COM{n}", $"LPT{n}" })],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>A name for a title, without extension.</summary>
    public static string For(string title)
    {
        var name = new StringBuilder();
        foreach (var rune in title.EnumerateRunes())
            name.Append(Rune.IsControl(rune) || (rune.IsAscii && "\\/:*?\"<>|".Contains((char)rune.Value))
                || rune == Rune.ReplacementChar ? "_" : rune.ToString());
        // A dot in front hides a file; Windows drops dots and blanks at the end.
        var safe = Cut(name.ToString().TrimStart('.', ' ').TrimEnd('.', ' ')).TrimEnd('.', ' ');
        return safe.Length == 0 ? Nameless : Reserved.Contains(safe.Split('.')[0]) ? $"_{safe}" : safe;
    }

    /// <summary>The title that a file's name stands for.</summary>
    public static string TitleOf(string fileName) =>
        IsMarkdown(fileName) ? fileName[..^Extension.Length] : fileName;

    public static bool IsMarkdown(string fileName) =>
        fileName.Length > Extension.Length && fileName.EndsWith(Extension, StringComparison.OrdinalIgnoreCase);

    /// <summary>The name, or the name with the first number that isn't taken.</summary>
    public static string Free(string name, string extension, Func<string, bool> isTaken)
    {
        var free = name + extension;
        for (var number = 2; isTaken(free); number++)
            free = $"{name} ({number}){extension}";
        return free;
    }

    /// <summary>Two names that are the same file on some systems have the same key.</summary>
    public static string Key(string name) => name.ToUpperInvariant();

    static string Cut(string name)
    {
        var bytes = 0;
        var length = 0;
        foreach (var rune in name.EnumerateRunes())
        {
            if ((bytes += rune.Utf8SequenceLength) > MostBytes)
                break;
            length += rune.Utf16SequenceLength;
        }
        return name[..length];
    }
}
