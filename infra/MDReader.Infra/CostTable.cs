using System.Globalization;
using System.Text;

namespace MDReader.Infra;

/// <summary>The sizes' monthly costs beside the plan's, as docs/aws-cost.md holds them.</summary>
static class CostTable
{
    static readonly Dictionary<string, string> Planned = new()
    {
        ["first"] = "29–88",
        ["production"] = "43–108",
        ["thousand"] = "≈ 154",
    };

    public static string Markdown()
    {
        var prices = Prices.Read();
        var columns = Size.All.Select(size => Cost.Of(size, prices)).ToList();
        var text = new StringBuilder();
        text.Append("| USD a month | ").AppendJoin(" | ", Size.All.Select(size => size.Name)).Append(" |\n");
        text.Append("| --- |").Append(string.Concat(Enumerable.Repeat(" ---: |", Size.All.Count))).Append('\n');
        for (var line = 0; line < columns[0].Count; line++)
            Row(columns[0][line].What, columns.Select(column => Dollars(column[line].Dollars)));
        Row("**total**", columns.Select(column => $"**{Dollars(column.Sum(line => line.Dollars))}**"));
        Row("the plan", Size.All.Select(size => Planned[size.Name]));
        return text.ToString();

        void Row(string name, IEnumerable<string> cells) =>
            text.Append("| ").Append(name).Append(" | ").AppendJoin(" | ", cells).Append(" |\n");
    }

    static string Dollars(double amount) => amount.ToString("0.0", CultureInfo.InvariantCulture);
}
