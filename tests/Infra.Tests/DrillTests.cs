using System.Diagnostics;

namespace Infra.Tests;

/// <summary>The monthly drill, with a stand-in for AWS's command that notes what it is asked.</summary>
public sealed class DrillTests : IDisposable
{
    const string Aws =
        """
        #!/usr/bin/env bash
        echo "$*" >> "$ASKED"
        case "$*" in
          *DatabaseName*) echo the-database ;;
          *ClusterName*) echo the-cluster ;;
          *ServiceName*) echo the-service ;;
          *TaskFamily*) echo the-task ;;
          "rds describe-db-instances"*Endpoint.Address*) echo "$4.rds.amazonaws.com" ;;
          "ecs describe-task-definition"*) echo "postgres://mdreader@the-database.rds.amazonaws.com:5432/mdreader?sslmode=verify-full" ;;
          "ecs describe-tasks"*) echo "$ENDS_WITH" ;;
          *) echo something ;;
        esac
        """;

    readonly string _folder = Directory.CreateTempSubdirectory("mdreader-drill-").FullName;

    public DrillTests()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A script of bash.");
        File.WriteAllText(Path.Combine(_folder, "aws"), Aws);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path.Combine(_folder, "aws"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_copy_is_given_what_a_restored_database_is_given_and_read_and_taken_away()
    {
        var (code, asked) = await Run(taskEndsWith: 0);
        code.ShouldBe(0);
        asked.ShouldContain(call => call.StartsWith("rds restore-db-instance-to-point-in-time", StringComparison.Ordinal)
            && call.Contains("--source-db-instance-identifier the-database --target-db-instance-identifier mdreader-first-drill"));
        var words = asked.Where(call => call.StartsWith("ecs run-task", StringComparison.Ordinal)).ToList();
        words.Count.ShouldBe(2);
        words[0].ShouldContain("\"restored\"");
        words[1].ShouldContain("\"audit\", \"verify\"");
        Deleted(asked).ShouldBe(["mdreader-first-drill"]);
    }

    [Fact]
    public async Task Nothing_is_run_on_the_database_itself()
    {
        var (_, asked) = await Run(taskEndsWith: 0);
        var databases = asked.Where(line => line.Contains("\"MDREADER_DATABASE\"", StringComparison.Ordinal)).ToList();
        databases.Count.ShouldBe(2);
        databases.ShouldAllBe(line => line.Contains("@mdreader-first-drill.rds.amazonaws.com:5432/mdreader?sslmode=verify-full"));
    }

    [Fact]
    public async Task What_cannot_be_read_fails_the_drill_and_is_taken_away_all_the_same()
    {
        var (code, asked) = await Run(taskEndsWith: 1);
        code.ShouldNotBe(0);
        Deleted(asked).ShouldBe(["mdreader-first-drill"]);
    }

    static IEnumerable<string> Deleted(IEnumerable<string> asked) => asked
        .Where(call => call.StartsWith("rds delete-db-instance", StringComparison.Ordinal))
        .Select(call => call.Split("--db-instance-identifier ")[1].Split(' ')[0]);

    async Task<(int Code, string[] Asked)> Run(int taskEndsWith)
    {
        var asked = Path.Combine(_folder, "asked");
        using var drill = Process.Start(new ProcessStartInfo("bash", [Repository.File("infra/deploy/drill.sh"), "mdreader-first"])
        {
            RedirectStandardOutput = true,
            Environment =
            {
                ["PATH"] = $"{_folder}:{System.Environment.GetEnvironmentVariable("PATH")}",
                ["ASKED"] = asked,
                ["ENDS_WITH"] = $"{taskEndsWith}",
            },
        })!;
        await drill.StandardOutput.ReadToEndAsync();
        await drill.WaitForExitAsync();
        return (drill.ExitCode, await File.ReadAllLinesAsync(asked));
    }
}
