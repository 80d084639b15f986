using Amazon.CDK;
using Amazon.CDK.AWS.Backup;
using Amazon.CDK.AWS.Events;
using Amazon.CDK.AWS.Events.Targets;
using Constructs;
using Schedule = Amazon.CDK.AWS.Events.Schedule;

namespace MDReader.Infra;

/// <summary>03:00 UTC: a snapshot of the database by AWS Backup. A quarter of an hour later: the application's own backup, by
/// a task beside those that serve people.</summary>
sealed class Nightly : Construct
{
    /// <summary>When the night begins.</summary>
    public const int Hour = 3;

    /// <summary>When tasks that serve people make a backup themselves, if the night's own has failed.</summary>
    public const int FallbackHour = 5;

    public Nightly(Construct scope, Network network, Database database, Application app)
        : base(scope, "Nightly")
    {
        var vault = new BackupVault(this, "Vault", new BackupVaultProps { RemovalPolicy = RemovalPolicy.RETAIN });
        var plan = new BackupPlan(this, "Plan", new BackupPlanProps { BackupVault = vault });
        plan.AddRule(new BackupPlanRule(new BackupPlanRuleProps
        {
            RuleName = "daily",
            ScheduleExpression = At(minute: 0),
            StartWindow = Duration.Hours(1),
            CompletionWindow = Duration.Hours(4),
            DeleteAfter = Duration.Days(35),
        }));
        plan.AddSelection("Database", new BackupSelectionOptions
        {
            Resources = [BackupResource.FromRdsDatabaseInstance(database.Instance)],
        });
        _ = new Rule(this, "OwnBackup", new RuleProps
        {
            Description = "MDReader's own backup of the night",
            Schedule = At(minute: 15),
            Targets = [new EcsTask(new EcsTaskProps
            {
                Cluster = app.Cluster,
                TaskDefinition = app.Task,
                SubnetSelection = network.TaskSubnets,
                SecurityGroups = [network.Tasks],
                AssignPublicIp = network.TasksHaveAddresses,
                ContainerOverrides =
                [
                    new ContainerOverride
                    {
                        ContainerName = Application.ContainerName,
                        Command = ["backup", "nightly"],
                        Environment = [new TaskEnvironmentVariable { Name = Application.BackupHour, Value = $"{Hour}" }],
                    },
                ],
            })],
        });
    }

    static Schedule At(int minute) => Schedule.Cron(new CronOptions { Hour = $"{Hour}", Minute = $"{minute}" });
}
