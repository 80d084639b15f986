using System.Diagnostics;
using MDReader.Map;

namespace Architecture.Tests;

/// <summary>What README.md says of running it, as far as the projects decide.</summary>
public sealed class RunningTests
{
    [Fact]
    public async Task What_it_keeps_in_its_data_folder_lies_where_it_is_run_from()
    {
        var root = Repository.File("");
        using var asking = Process.Start(new ProcessStartInfo("dotnet",
            ["msbuild", "src/MDReader.Host", "-getProperty:RunWorkingDirectory", "-property:Configuration=Release"])
        {
            WorkingDirectory = root,
            RedirectStandardOutput = true,
        })!;

        var folder = (await asking.StandardOutput.ReadToEndAsync()).Trim();
        await asking.WaitForExitAsync();

        Path.TrimEndingDirectorySeparator(folder).ShouldBe(Path.TrimEndingDirectorySeparator(root));
    }
}
