using MDReader.Crdt;

namespace Crdt.Tests;

/// <summary>
/// The library's public surface is kept in a file, so that a change of it is seen, and meant. After a change that is
/// meant, run this test with <c>MDREADER_UPDATE_API=1</c> and commit what it writes.
/// </summary>
public class PublicSurfaceTests
{
    static string Kept => Path.Combine(RepositoryFolders.TestSources, "PublicSurface.txt");

    [Fact]
    public void The_public_surface_is_the_one_that_is_kept()
    {
        var surface = PublicSurface.Of(typeof(Doc).Assembly);
        if (Environment.GetEnvironmentVariable("MDREADER_UPDATE_API") == "1")
            File.WriteAllText(Kept, surface);

        surface.ShouldBe(File.ReadAllText(Kept),
            "The engine's public surface has changed; if that is meant, run this test with MDREADER_UPDATE_API=1.");
    }
}
