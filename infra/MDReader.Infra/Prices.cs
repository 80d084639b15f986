using System.Text.Json;

namespace MDReader.Infra;

/// <summary>prices.json: list prices with the month each was read in.</summary>
sealed class Prices
{
    readonly Dictionary<string, double> prices = [];

    Prices(JsonDocument table)
    {
        foreach (var price in table.RootElement.GetProperty("prices").EnumerateObject())
            prices[price.Name] = price.Value.GetProperty("price").GetDouble();
    }

    /// <summary>USD an hour, a gigabyte or a month, as the name says.</summary>
    public double this[string name] => prices[name];

    public static Prices Read()
    {
        using var file = typeof(Prices).Assembly.GetManifestResourceStream("prices.json")!;
        using var table = JsonDocument.Parse(file);
        return new Prices(table);
    }
}
