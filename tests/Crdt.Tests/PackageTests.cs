using System.Diagnostics;
using System.IO.Compression;

namespace Crdt.Tests;

public class PackageTests
{
    [Fact]
    public async Task The_package_has_the_library_its_documentation_readme_licence_and_symbols()
    {
        var target = Directory.CreateTempSubdirectory("package").FullName;
        try
        {
            await Pack(target);
            var package = Path.GetFileName(Directory.GetFiles(target, "*.nupkg").ShouldHaveSingleItem());
            var names = Names(Path.Combine(target, package));
            names.ShouldContain("lib/net10.0/MDReader.Crdt.dll");
            names.ShouldContain("lib/net10.0/MDReader.Crdt.xml");
            names.ShouldContain("README.md");
            names.ShouldContain("LICENSE");
            names.ShouldContain("MDReader.Crdt.nuspec");
            Names(Path.Combine(target, Path.ChangeExtension(package, "snupkg")))
                .ShouldContain("lib/net10.0/MDReader.Crdt.pdb");

            var description = Read(Path.Combine(target, package), "MDReader.Crdt.nuspec");
            description.ShouldContain("<license type=\"expression\">Apache-2.0</license>");
            description.ShouldContain("<readme>README.md</readme>");
            description.ShouldNotContain("<dependency ");
            Read(Path.Combine(target, package), "README.md").ShouldStartWith("# MDReader.Crdt");
        }
        finally
        {
            Directory.Delete(target, recursive: true);
        }
    }

    /// <summary>Packs what this test was built with, without building it again.</summary>
    static async Task Pack(string target)
    {
        var configuration = AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}",
            StringComparison.Ordinal) ? "Release" : "Debug";
        var project = Path.Combine(RepositoryFolders.Root, "src", "MDReader.Crdt");
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { "pack", project, "--no-build", "--configuration", configuration, "--output", target },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        process.ExitCode.ShouldBe(0, $"{await output}{await errors}");
    }

    static string[] Names(string package)
    {
        using var archive = ZipFile.OpenRead(package);
        return [.. archive.Entries.Select(entry => entry.FullName)];
    }

    static string Read(string package, string name)
    {
        using var archive = ZipFile.OpenRead(package);
        using var reader = new StreamReader(archive.GetEntry(name)!.Open());
        return reader.ReadToEnd();
    }
}
