namespace Infra.Tests;

/// <summary>The stack and what is written about it.</summary>
public sealed class OperationsTests(Templates templates)
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
