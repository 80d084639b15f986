using MDReader.Infra;

namespace Infra.Tests;

public sealed class CostTests
{
    [Theory]
    [InlineData("first", 88)]
    [InlineData("production", 108)]
    [InlineData("thousand", 154)]
    public void A_size_costs_no_more_than_the_plan_says(string name, double most)
    {
        var size = Size.All.Single(size => size.Name == name);
        Cost.Of(size, Prices.Read()).Sum(line => line.Dollars).ShouldBeLessThan(most);
    }

    [Fact]
    public void The_table_in_the_documentation_is_current() =>
        File.ReadAllText(Repository.File("docs/aws-cost.md")).ShouldContain(CostTable.Markdown(), customMessage:
            "Copy what `dotnet run --project infra/MDReader.Infra -- cost` prints into docs/aws-cost.md.");
}
