using System.Runtime.CompilerServices;

namespace Crdt.Tests;

/// <summary>Folders that tests read in place.</summary>
static class RepositoryFolders
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Here(), "..", ".."));

    public static string Fixtures(string name) => Path.Combine(Root, "tests", "fixtures", name);

    /// <summary>Data beside a checkout, too large or not licensed to be copied into it; tests skip without it.</summary>
    public static string Shared(params ReadOnlySpan<string> path) =>
        Path.Combine(Path.GetDirectoryName(Root)!, "shared", "conformance", Path.Combine(path));

    public static string TestSources => Here();

    static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
