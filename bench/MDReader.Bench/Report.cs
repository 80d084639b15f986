using System.Globalization;
using System.Text;

namespace MDReader.Bench;

/// <summary>
/// Writes results as tables into a text in Markdown, between two marks, so that what stands around them stays.
/// </summary>
static class Report
{
    const string Own = Engine.Own.Called, Yjs = "yjs";

    public static void Write(string file, Options options, IReadOnlyList<Result> results)
    {
        var (begin, end) = ($"<!-- {options.Command}: written by MDReader.Bench -->", $"<!-- {options.Command}: end -->");
        var text = File.Exists(file) ? File.ReadAllText(file) : "# Figures\n";
        var section = $"{begin}\n{Section(options, results)}\n{end}";
        var start = text.IndexOf(begin, StringComparison.Ordinal);
        var stop = text.IndexOf(end, StringComparison.Ordinal);
        text = start >= 0 && stop > start
            ? text[..start] + section + text[(stop + end.Length)..]
            : text.TrimEnd('\n') + "\n\n" + section + "\n";
        File.WriteAllText(file, text);
    }

    static string Section(Options options, IReadOnlyList<Result> results)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"Made by `{CommandOf(options)}` on {Machine.Describe()}.\n");
        text.Append(CultureInfo.InvariantCulture, $"Versions: {VersionsOf(results)}.\n");
        foreach (var result in results)
            AppendTable(text, options, result);
        return text.ToString().TrimEnd('\n');
    }

    static string CommandOf(Options options)
    {
        // Where the files lay is nobody's business.
        var files = options.Files.Select(file => " " + Path.GetFileName(file));
        var peers = options.Peers.Select(peer => $" --peer {peer}");
        return string.Concat("dotnet run -c Release --project bench/MDReader.Bench -- ", options.Command,
            string.Concat(files), string.Concat(peers),
            options.Limit == Options.UsualLimit ? "" : $" --limit {options.Limit.TotalSeconds}",
            options.Effort == Effort.Quick ? " --quick" : "",
            options.Table is null ? "" : " --table bench/RESULTS.md");
    }

    static string VersionsOf(IReadOnlyList<Result> results) =>
        string.Join(", ", results[0].Versions.Where(version => version.Value is not null)
            .Select(version => $"{version.Key} {version.Value}"));

    static void AppendTable(StringBuilder text, Options options, Result result)
    {
        string[] others = [.. result.Versions.Keys.Where(engine => engine is not (Own or Yjs) && result.Has(engine))];
        var hasGoals = options.Command == "trace" && result.Versions.ContainsKey(Yjs);
        text.Append(CultureInfo.InvariantCulture, $"\n### {result.Name}: {result.Updates:N0} updates\n\n| | here | yjs | times better |");
        text.Append(hasGoals ? " goal |" : "").AppendJoin("", others.Select(other => $" {other} |"));
        text.Append("\n| --- | ---: | ---: | ---: |").Append(hasGoals ? " --- |" : "");
        text.AppendJoin("", others.Select(_ => " ---: |")).Append('\n');
        foreach (var measure in result.Figures.Select(figure => figure.Measure).Distinct())
        {
            var own = result.Find(measure, Own);
            var yjs = result.Find(measure, Yjs);
            text.Append(CultureInfo.InvariantCulture, $"| {measure.Name} | {Spread(own)} | {Spread(yjs)} | {Ratio(own, yjs)} |");
            text.Append(hasGoals ? $" {Goal(measure, own, yjs)} |" : "");
            text.AppendJoin("", others.Select(other => $" {Spread(result.Find(measure, other))} |")).Append('\n');
        }

        foreach (var failed in result.Figures.Where(figure => figure.Error is not null))
            text.Append(CultureInfo.InvariantCulture, $"\n{failed.Engine}, {failed.Measure.Name}: {failed.Error}.\n");
    }

    static string Spread(Figure? figure) => figure switch
    {
        null => "",
        { Measure.Unit: Unit.Bytes } => string.Create(CultureInfo.InvariantCulture, $"{figure.Median:N0} B"),
        { Rounds: 1 } => $"{Milliseconds(figure.Median!.Value)} ms",
        _ => $"{Milliseconds(figure.Median!.Value)} ms ({Milliseconds(figure.Low)}–{Milliseconds(figure.High)})",
    };

    static string Milliseconds(double value) => value.ToString(
        value switch { < 0.1 => "0.####", < 10 => "0.###", < 1000 => "0.#", _ => "N0" }, CultureInfo.InvariantCulture);

    static string Ratio(Figure? own, Figure? yjs) =>
        own is null || yjs is null ? "" : Times(yjs.Median!.Value / own.Median!.Value);

    static string Times(double ratio) => ratio.ToString(ratio < 100 ? "0.0" : "N0", CultureInfo.InvariantCulture) + "×";

    static string Goal(Measure measure, Figure? own, Figure? yjs)
    {
        if (own is null || yjs is null || measure.AtLeast == 0)
            return "";
        var ratio = yjs.Median!.Value / own.Median!.Value;
        return $"{measure.AtLeast.ToString("0.#", CultureInfo.InvariantCulture)}× {(ratio >= measure.AtLeast ? "met" : "**missed**")}";
    }
}
