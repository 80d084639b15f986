using System.Globalization;
using System.Text;
using MDReader.Bench;

namespace MDReader.Load;

/// <summary>The figures as Markdown: a table and a plot for each scenario, medians over the rounds with their spread.</summary>
static class Table
{
    // Beside the page.
    const string Plots = "plots";

    /// <summary>REST routes, live documents, and what is measured apart have a place each in the file.</summary>
    public static void Write(string file, string arguments, IReadOnlyList<Figure> figures)
    {
        foreach (var place in figures.GroupBy(figure => ScenarioOf(figure.Scenario) switch { { IsRest: true } => "rest", { IsApart: true } => "apart", _ => "load" }))
            Write(file, place.Key, arguments, [.. place]);
    }

    static void Write(string file, string place, string arguments, IReadOnlyList<Figure> figures)
    {
        var (begin, end) = ($"<!-- {place}: written by MDReader.Load -->", $"<!-- {place}: end -->");
        var page = File.Exists(file) ? File.ReadAllText(file) : "# Figures\n";
        var command = $"dotnet run -c Release --project bench/MDReader.Load -- {arguments}".TrimEnd(' ', '-');
        var section = $"{begin}\nMade by `{command}` on {Machine.Describe()}. Medians, and in brackets the range.\n"
            + $"Versions: {ServerKind.Versions()}.\n\n{Draw(figures, Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, Plots))}{end}";
        var (start, stop) = (page.IndexOf(begin, StringComparison.Ordinal), page.IndexOf(end, StringComparison.Ordinal));
        File.WriteAllText(file, start >= 0 && stop > start
            ? page[..start] + section + page[(stop + end.Length)..]
            : page.TrimEnd('\n') + "\n\n" + section + "\n");
    }

    static string Draw(IReadOnlyList<Figure> figures, string plots)
    {
        Directory.CreateDirectory(plots);
        var page = new StringBuilder();
        foreach (var scenario in figures.GroupBy(figure => figure.Scenario).OrderBy(Place))
        {
            var servers = scenario.Select(figure => figure.Server).Distinct().ToList();
            page.Append(CultureInfo.InvariantCulture,
                $"### {scenario.Key}\n\n{ScenarioOf(scenario.Key).Title}.\n\n![{scenario.Key}]({Plots}/{scenario.Key}.svg)\n\n");
            File.WriteAllText(Path.Combine(plots, $"{scenario.Key}.svg"), Plot.Draw(ScenarioOf(scenario.Key), [.. scenario]));
            page.Append($"| | {string.Join(" | ", servers.Select(TitleOf))} |\n");
            page.Append($"| --- |{string.Concat(servers.Select(_ => " --- |"))}\n");
            foreach (var row in scenario.GroupBy(figure => figure.Name))
                page.Append($"| {row.Key} | {string.Join(" | ", servers.Select(server => Cell(row, server)))} |\n");
            page.Append('\n');
        }
        return page.ToString();
    }

    static int Place(IGrouping<string, Figure> scenario) =>
        Scenario.All.TakeWhile(known => known.Name != scenario.Key).Count();

    static Scenario ScenarioOf(string name) => Scenario.All.Single(known => known.Name == name);

    static string TitleOf(string server) => ServerKind.All.Single(kind => kind.Name == server).Title;

    static string Cell(IEnumerable<Figure> row, string server)
    {
        var values = row.Where(figure => figure.Server == server).Select(figure => figure.Value).Order().ToList();
        if (values.Count == 0)
            return "–";
        var median = Number(values[values.Count / 2]);
        return values[0] == values[^1] ? median : $"{median} ({Number(values[0])}–{Number(values[^1])})";
    }

    public static string Number(double value) => Math.Abs(value) switch
    {
        >= 1_000 => value.ToString("N0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("0.#", CultureInfo.InvariantCulture),
        _ => value.ToString("0.##", CultureInfo.InvariantCulture),
    };
}
