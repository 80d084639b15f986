using MDReader.Map;

namespace Architecture.Tests;

public sealed class MapTests
{
    [Fact]
    public void The_map_in_ARCHITECTURE_is_current()
    {
        var page = File.ReadAllText(Repository.File("ARCHITECTURE.md"));
        Drawing.Redraw(page, House.Read(Repository.Projects))
            .ShouldBe(page, "Redraw it: dotnet run --project tools/MDReader.Map");
    }
}
