using System.Globalization;
using System.Text;
using System.Text.Json;

namespace MDReader.Bench;

/// <summary>The figures of one trace; the peer's are empty when none was asked for.</summary>
sealed record Result(Trace Trace, IReadOnlyList<Figure> Ours, IReadOnlyList<Figure> Yjs)
{
    /// <summary>One JSON object a line and engine.</summary>
    public void WriteLines(TextWriter writer)
    {
        foreach (var (engine, figures) in new[] { ("mdreader", Ours), ("yjs", Yjs) })
        {
            foreach (var figure in figures)
            {
                writer.WriteLine(JsonSerializer.Serialize(
                    new { trace = Trace.Name, engine, figure.Measure, figure.Value, figure.Unit },
                    JsonSerializerOptions.Web));
            }
        }
    }

    public static string Table(IEnumerable<Result> results)
    {
        var text = new StringBuilder();
        text.AppendLine("# Figures of the engine");
        text.AppendLine();
        text.AppendLine("Made by this command, of traces of real editing (github.com/josephg/editing-traces, CC BY 4.0):");
        text.AppendLine();
        text.AppendLine("```sh");
        text.AppendLine("(cd tests/Crdt.Tests/yjs-peer && npm ci)");
        text.AppendLine(
            "dotnet run -c Release --project bench/MDReader.Bench -- trace FILE... --peer yjs --table bench/RESULTS.md");
        text.AppendLine("```");
        text.AppendLine();
        text.AppendLine("Milliseconds are CPU time of the process: the median of some rounds, once warm, both engines in");
        text.AppendLine("one run on one machine. The ratio is how many times yjs's figure is ours.");
        foreach (var result in results)
        {
            text.AppendLine();
            text.AppendLine(CultureInfo.InvariantCulture, $"## {result.Trace.Name}: {result.Trace.Updates.Length:N0} updates");
            text.AppendLine();
            text.AppendLine("| | here | yjs | ratio |");
            text.AppendLine("| --- | ---: | ---: | ---: |");
            foreach (var ours in result.Ours)
                text.AppendLine(result.Row(ours));
        }

        return text.ToString();
    }

    string Row(Figure ours)
    {
        var yjs = Yjs.FirstOrDefault(figure => figure.Measure == ours.Measure);
        var ratio = yjs is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{yjs.Value / ours.Value:0.#}×");
        return $"| {ours.Measure} | {Format(ours)} | {(yjs is null ? "" : Format(yjs))} | {ratio} |";
    }

    static string Format(Figure figure) => figure.Unit == "ms"
        ? string.Create(CultureInfo.InvariantCulture, $"{figure.Value:0.###} ms")
        : string.Create(CultureInfo.InvariantCulture, $"{figure.Value:N0} bytes");
}
