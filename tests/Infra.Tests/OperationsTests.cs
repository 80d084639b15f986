using System.Text.RegularExpressions;

namespace Infra.Tests;

/// <summary>The stack and what is written about it.</summary>
public sealed partial class OperationsTests(Templates templates)
{
    [Fact]
    public void Every_alarm_has_its_page_in_the_runbook()
    {
        var runbook = File.ReadAllText(Repository.File("docs/operations.md"));
        foreach (var template in templates.OfEverySize)
            foreach (var alarm in template.Of("CloudWatch::Alarm"))
            {
                var name = alarm.Text("AlarmName");
                runbook.ShouldContain($"### {name[(name.IndexOf('-', name.IndexOf('-') + 1) + 1)..]}\n");
                alarm.At("AlarmActions")!.Value.GetArrayLength().ShouldBe(1);
            }
    }

    [Fact]
    public void An_alarm_on_the_applications_own_metrics_asks_for_one_that_is_written()
    {
        var written = File.ReadAllText(Repository.File("docs/operations.md"));
        foreach (var template in templates.OfEverySize)
        {
            var counted = template.One("Logs::MetricFilter");
            counted.Text("FilterPattern").ShouldContain(Made());
            foreach (var alarm in template.Of("CloudWatch::Alarm").Where(alarm => alarm.Text("Namespace") == "MDReader"))
            {
                // Each is written without dimensions, whatever else it is told by.
                alarm.At("Dimensions").ShouldBeNull();
                if (alarm.Text("MetricName") != counted.Text("MetricTransformations.0.MetricName"))
                    written.ShouldContain($"| `{alarm.Text("MetricName")}` |");
            }
        }

        // What the application says of a backup, of which the log's filter knows the words.
        static string Made() => BackupMade().Match(File.ReadAllText(Repository.File("src/MDReader.Server/Backups/NightlyBackup.cs"))).Groups[1].Value;
    }

    [GeneratedRegex("Made = \"(.+)\\.\"")]
    private static partial Regex BackupMade();

    [Fact]
    public void Every_setting_that_a_task_is_given_is_one_that_the_README_explains()
    {
        var readme = File.ReadAllText(Repository.File("README.md"));
        var container = templates["mdreader-thousand"].One("ECS::TaskDefinition").At("ContainerDefinitions.0")!.Value;
        var names = container.GetProperty("Environment").EnumerateArray().Concat(container.GetProperty("Secrets").EnumerateArray())
            .Select(variable => variable.GetProperty("Name").GetString()!)
            .Where(name => name.StartsWith("MDREADER_", StringComparison.Ordinal));
        foreach (var name in names)
            readme.ShouldContain($"`{name}`");
    }
}
