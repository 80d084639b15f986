using System.Diagnostics;
using System.Text.Json;

namespace Crdt.Tests;

/// <summary>That bench/MDReader.Bench runs and tells what it should; what it measures is nobody's business here.</summary>
public sealed class BenchTests : IDisposable
{
    const string Sequential = """
        {"units":"utf16","startContent":"","endContent":"Hello you","txns":[1,2],
         "patches":[[0,0,"Hello"],[5,0," world"],[6,5,"you"]]}
        """;

    // Two write at one place, then one of them, who saw both, behind a pair.
    const string Concurrent = """
        {"kind":"concurrent","endContent":"","numAgents":2,"txns":[
          {"parents":[],"agent":0,"patches":[[0,0,"😀"]]},
          {"parents":[0],"agent":0,"patches":[[1,0,"a"]]},
          {"parents":[0],"agent":1,"patches":[[1,0,"b"]]},
          {"parents":[1,2],"agent":1,"patches":[[0,1,""],[2,0,"c"]]}]}
        """;

    readonly string _folder = Directory.CreateTempSubdirectory("mdreader-bench-tests").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(Sequential)]
    [InlineData(Concurrent)]
    public async Task A_trace_is_measured_line_by_line(string trace)
    {
        var file = Path.Combine(_folder, "tiny.json");
        await File.WriteAllTextAsync(file, trace);
        var table = Path.Combine(_folder, "RESULTS.md");

        var (exitCode, output, error) = await Run("trace", file, "--quick", "--table", table);

        exitCode.ShouldBe(0, error);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        lines.ShouldAllBe(line => line.GetProperty("trace").GetString() == "tiny"
            && line.GetProperty("engine").GetString() == "mdreader");
        lines.ShouldAllBe(line => line.GetProperty("value").GetDouble() >= 0);
        lines.ShouldContain(line => line.GetProperty("measure").GetString() == "load V1"
            && line.GetProperty("unit").GetString() == "ms");
        lines.ShouldContain(line => line.GetProperty("measure").GetString() == "memory of the document"
            && line.GetProperty("unit").GetString() == "bytes");
        (await File.ReadAllTextAsync(table)).ShouldContain("| load V1 |");
    }

    [Fact]
    public async Task What_is_measured_beside_yjs_comes_to_the_same()
    {
        var npm = Path.Combine(RepositoryFolders.TestSources, "yjs-peer");
        Assert.SkipUnless(Directory.Exists(Path.Combine(npm, "node_modules", "yjs")), $"Run 'npm ci' in {npm}.");
        var file = Path.Combine(_folder, "tiny.json");
        await File.WriteAllTextAsync(file, Concurrent);

        var (exitCode, output, error) = await Run("trace", file, "--quick", "--peer", "yjs", "--npm", npm);

        // Another text, state or state vector would be told as an error.
        exitCode.ShouldBe(0, output + error);
        output.ShouldContain("\"engine\":\"yjs\"");
    }

    [Fact]
    public async Task A_file_that_cannot_be_measured_is_named_with_what_is_wrong()
    {
        var file = Path.Combine(_folder, "wrong.json");
        await File.WriteAllTextAsync(file, Sequential.Replace("Hello you", "Hello nobody"));

        var (exitCode, output, error) = await Run("trace", file, Path.Combine(_folder, "missing.v1log"), "--quick");

        exitCode.ShouldBe(1);
        output.ShouldBeEmpty();
        error.ShouldContain("wrong.json");
        error.ShouldContain("don't end in its endContent");
        error.ShouldContain("missing.v1log");
    }

    [Theory]
    [InlineData("trace")]
    [InlineData("trace", "x.json", "--peer", "nobody")]
    [InlineData("measure")]
    public async Task A_wrong_call_is_told_how_to_call(params string[] arguments)
    {
        var (exitCode, _, error) = await Run(arguments);

        exitCode.ShouldBe(2);
        error.ShouldContain("usage:");
    }

    static async Task<(int ExitCode, string Output, string Error)> Run(params string[] arguments)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "MDReader.Bench.dll");
        using var bench = Process.Start(new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = bench.StandardOutput.ReadToEndAsync();
        var error = bench.StandardError.ReadToEndAsync();
        await bench.WaitForExitAsync();
        return (bench.ExitCode, await output, await error);
    }
}
