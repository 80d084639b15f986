namespace Desktop.Tests;

/// <summary>A folder of this computer for one test, gone with it.</summary>
sealed class Room : IDisposable
{
    public Room() => Directory.CreateDirectory(Data);

    /// <summary>Really, for the folder of temporary files may be a link.</summary>
    public string Path { get; } = MDReader.Desktop.RealPath.Of(Directory.CreateTempSubdirectory("mdreader-desk-").FullName);

    public string Data => Of("data");

    public string Of(string name) => System.IO.Path.Combine(Path, name);

    public string Write(string name, string text)
    {
        var path = Of(name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (IOException)
        {
            // The browser's own processes may still write there; the system clears its folder of temporary files.
        }
    }
}
