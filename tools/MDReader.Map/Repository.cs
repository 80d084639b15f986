namespace MDReader.Map;

/// <summary>Where the repository is, found upwards from this program, and what is drawn of it.</summary>
public static class Repository
{
    /// <summary>The product's assemblies, the one that all others stand on first.</summary>
    public static IReadOnlyList<string> Projects { get; } =
        ["MDReader.Crdt", "MDReader.Server", "MDReader.Cloud", "MDReader.Migrations.Sqlite", "MDReader.Migrations.Postgres", "MDReader.Host",
            "MDReader.Desktop", "MDReader.Client", "MDReader.Cli"];

    /// <summary>The full path of a file of the repository.</summary>
    public static string File(string path) => Path.Combine(Root, path);

    static string Root { get; } = FindRoot();

    static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (System.IO.File.Exists(Path.Combine(folder.FullName, "MDReader.slnx")))
                return folder.FullName;
        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds MDReader.slnx.");
    }
}
