using MDReader.Map;

namespace Architecture.Tests;

public sealed class MapTests
{
    const string Advice = "Redraw it: dotnet run --project tools/MDReader.Map";

    static readonly House House = House.Read(Repository.Projects);

    [Fact]
    public void The_map_in_ARCHITECTURE_is_current()
    {
        var page = File.ReadAllText(Repository.File("ARCHITECTURE.md"));
        Drawing.Redraw(page, House).ShouldBe(page, Advice);
    }

    [Fact]
    public void The_list_of_types_is_current() =>
        Drawing.DrawTypes(House).ShouldBe(File.ReadAllText(Repository.File("docs/map.md")), Advice);
}
