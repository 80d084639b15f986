using System.Text;

namespace Client.Tests.Chaos;

/// <summary>Somebody who saves, moves and deletes files in a folder, as editors and people do.</summary>
sealed class DiskEditor(string name, DirectoryInfo home, Words words, Random random)
{
    readonly DirectoryInfo _trash = home.CreateSubdirectory($"{name}-trash");

    public string Folder { get; } = home.CreateSubdirectory(name).FullName;

    public List<string> Files => [.. Directory.EnumerateFiles(Folder, "*.md", SearchOption.AllDirectories).Where(IsTheirs).Order(StringComparer.Ordinal)];

    public List<string> Folders =>
        [.. Directory.EnumerateDirectories(Folder, "*", SearchOption.AllDirectories).Where(IsTheirs).Order(StringComparer.Ordinal)];

    public async Task Edit()
    {
        var (file, folder) = (Any(Files), Any(Folders));
        switch (random.Next(20))
        {
            case 0 when file is not null:
                File.Move(file, Path.Combine(Path.GetDirectoryName(file)!, $"Disk {random.Next(1000)}.md"));
                break;
            case 1 when file is not null:
                await Delete(file);
                break;
            case 2 or 3:
                await Make(folder is not null && random.Next(2) == 0 ? folder : Folder);
                break;
            case 4 or 5 when file is not null:
                var into = Directory.CreateDirectory(Path.Combine(Folder, $"Folder {random.Next(5)}"));
                File.Move(file, Path.Combine(into.FullName, Path.GetFileName(file)));
                break;
            case 6 when file is not null:
                var moved = Path.Combine(Path.GetDirectoryName(file)!, $"Edited {random.Next(1000)}.md");
                File.Move(file, moved);
                await Save(moved);
                break;
            case 7 when folder is not null:
                Directory.Move(folder, Path.Combine(Path.GetDirectoryName(folder)!, $"Moved {random.Next(1000)}"));
                break;
            case 8 when folder is not null:
                await DeleteFolder(folder);
                break;
            case var _ when file is not null:
                await Save(file);
                break;
        }
    }

    /// <summary>Removes what isn't theirs to remove.</summary>
    public void Remove()
    {
        if (random.Next(2) == 0 && Any(Folders) is { } folder)
            Directory.Delete(folder, recursive: true);
        else if (Any(Files) is { } file)
            File.Delete(file);
    }

    // What is deleted is looked at afterwards: another text may come into the file just before.
    async Task Delete(string file)
    {
        var gone = Path.Combine(_trash.FullName, $"{Guid.NewGuid():N}.md");
        File.Move(file, gone);
        words.Excuse(await File.ReadAllTextAsync(gone));
    }

    async Task DeleteFolder(string folder)
    {
        var gone = Path.Combine(_trash.FullName, $"{Guid.NewGuid():N}");
        Directory.Move(folder, gone);
        foreach (var file in Directory.EnumerateFiles(gone, "*.md", SearchOption.AllDirectories))
            words.Excuse(await File.ReadAllTextAsync(file));
    }

    async Task Make(string folder)
    {
        var word = words.New(name);
        // Nobody makes a new file over another one.
        await using (var made = new FileStream(Path.Combine(folder, $"New {random.Next(1000)}.md"), FileMode.CreateNew))
            await made.WriteAsync(Encoding.UTF8.GetBytes($"{word}\n"));
        words.Keep(word);
    }

    // Looks whether the file has changed under it, as editors do, and then saves in one of two ways.
    async Task Save(string file)
    {
        var word = words.New(name);
        var before = await File.ReadAllBytesAsync(file);
        var after = words.Put(before, word);
        if (random.Next(2) == 0)
        {
            if (!(await File.ReadAllBytesAsync(file)).AsSpan().SequenceEqual(before))
                return;
            await Replace(file, after);
            words.Keep(word);
            return;
        }
        using var open = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        var now = new byte[open.Length];
        open.ReadExactly(now);
        if (!now.AsSpan().SequenceEqual(before))
            return;
        open.Position = 0;
        open.Write(after);
        words.Keep(word);
    }

    static async Task Replace(string file, byte[] bytes)
    {
        var beside = $"{file}.tmp";
        await File.WriteAllBytesAsync(beside, bytes);
        File.Move(beside, file, overwrite: true);
    }

    string? Any(List<string> paths) => paths.Count == 0 ? null : paths[random.Next(paths.Count)];

    static bool IsTheirs(string path) => !path.Contains(".mdreader", StringComparison.Ordinal);
}
