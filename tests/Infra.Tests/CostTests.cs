using MDReader.Infra;

namespace Infra.Tests;

public sealed class CostTests(Templates templates)
{
    const int RdsOwnSecret = 1;

    [Theory]
    [InlineData("first", 88)]
    [InlineData("production", 108)]
    // The plan says "about 154".
    [InlineData("thousand", 154 * 1.02)]
    public void A_size_costs_no_more_than_the_plan_says(string name, double most)
    {
        var size = Size.All.Single(size => size.Name == name);
        Cost.Of(size, Prices.Read()).Sum(line => line.Dollars).ShouldBeLessThan(most);
    }

    [Fact]
    public void As_much_is_counted_as_there_is()
    {
        foreach (var template in templates.OfEverySize)
        {
            template.Of("CloudWatch::Alarm").Count().ShouldBe(Cost.Alarms);
            // That of API Gateway isn't in the table.
            template.Of("SecretsManager::Secret").Count(secret => !secret.Name.StartsWith("Gateway", StringComparison.Ordinal))
                .ShouldBe(Cost.Secrets - RdsOwnSecret);
        }
    }

    [Fact]
    public void The_table_in_the_documentation_is_current() =>
        File.ReadAllText(Repository.File("docs/aws-cost.md")).ShouldContain(CostTable.Markdown(), customMessage:
            "Copy what `dotnet run --project infra/MDReader.Infra -- cost` prints into docs/aws-cost.md.");
}
