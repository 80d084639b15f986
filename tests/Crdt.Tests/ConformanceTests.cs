using System.Diagnostics;
using MDReader.Conformance;

namespace Crdt.Tests;

public class ConformanceTests
{
    public static TheoryData<string> YjsFiles =>
        [.. Directory.EnumerateFiles(RepositoryFolders.Fixtures("yjs"), "*.json").Select(path => Path.GetFileName(path)).Order()];

    [Theory]
    [MemberData(nameof(YjsFiles))]
    public void Vectors_made_by_yjs_hold(string file)
    {
        var report = VectorFolder.RunFile(Path.Combine(RepositoryFolders.Fixtures("yjs"), file));

        report.Failures.ShouldBeEmpty();
        (report.Passed + report.Skipped.Count).ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData("01-text-plain.json", 100)]
    [InlineData("01b-surrogate-cut.json", 100)]
    [InlineData("09-same-position.json", 100)]
    [InlineData("02-text-rich.json", 100)]
    [InlineData("03-map-any.json", 100)]
    [InlineData("04-array-nested.json", 100)]
    [InlineData("05-xml.json", 100)]
    [InlineData("06-subdocs.json", 100)]
    [InlineData("08-bigclients-nogc.json", 100)]
    [InlineData("11-local-script.json", 40)]
    [InlineData("14-malformed.json", 500)]
    public void Vectors_are_really_run(string file, int checks) =>
        VectorFolder.RunFile(Path.Combine(RepositoryFolders.Fixtures("yjs"), file)).Passed
            .ShouldBeGreaterThanOrEqualTo(checks);

    /// <remarks>In a process of its own: what asks for too much memory must fail, not be given it.</remarks>
    [Fact]
    public async Task Hostile_bytes_are_refused_within_256_MiB()
    {
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { typeof(VectorFolder).Assembly.Location, RepositoryFolders.Fixtures("hostile") },
            Environment = { ["DOTNET_GCHeapHardLimit"] = "0x10000000" },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        process.ExitCode.ShouldBe(0, $"{await output}{await errors}");
        (await output).ShouldContain("0 failed");
    }
}
