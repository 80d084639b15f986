using System.Diagnostics;
using System.Text.Json;
using MDReader.Conformance;
using MDReader.Crdt.Updates;

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
        report.Passed.ShouldBeGreaterThan(0);
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
    [InlineData("07-undo.json", 100)]
    [InlineData("10-update-algebra.json", 400)]
    [InlineData("11-local-script.json", 40)]
    [InlineData("12-relpos-snapshots.json", 100)]
    [InlineData("13-protocol.json", 100)]
    [InlineData("14-malformed.json", 500)]
    [InlineData("15-yjs-compat-docs.json", 9)]
    public void Vectors_are_really_run(string file, int checks) =>
        VectorFolder.RunFile(Path.Combine(RepositoryFolders.Fixtures("yjs"), file)).Passed
            .ShouldBeGreaterThanOrEqualTo(checks);

    /// <remarks>No such file is kept: a session's updates are merged to one here.</remarks>
    [Theory]
    [InlineData("01-text-plain.json")]
    [InlineData("03-map-any.json")]
    [InlineData("05-xml.json")]
    public void Batches_with_holes_are_really_run(string session)
    {
        using var vectors = JsonDocument.Parse(
            File.ReadAllBytes(Path.Combine(RepositoryFolders.Fixtures("yjs"), session)));
        var random = new Random(1);
        var parts = vectors.RootElement.GetProperty("updates").EnumerateArray()
            .GroupBy(_ => random.Next(7))
            .Select(part => part.Select(update => update.GetProperty("v1").GetBytesFromBase64()).ToArray())
            .Select((part, index) => index % 2 == 0
                ? new { enc = "v1", bytes = UpdateBytes.Merge(part) }
                : new { enc = "v2", bytes = UpdateBytes.ToV2(UpdateBytes.Merge(part)) });
        var path = Path.GetTempFileName();
        File.WriteAllText(path, JsonSerializer.Serialize(new
        {
            kind = "batches",
            items = new[] { new { batches = parts, final = vectors.RootElement.GetProperty("final") } },
        }));

        var report = VectorFolder.RunFile(path);

        File.Delete(path);
        report.Failures.ShouldBeEmpty();
        report.Passed.ShouldBeGreaterThan(3);
    }

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
