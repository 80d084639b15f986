using Amazon.CDK;
using Amazon.CDK.AWS.Backup;
using Amazon.CDK.AWS.ECS;
using Amazon.CDK.AWS.Events;
using Amazon.CDK.AWS.Events.Targets;
using Constructs;

namespace MDReader.Infra;

/// <summary>03:00 UTC: a snapshot of the database by AWS Backup, and a backup by the application itself into
/// <c>backups/</c>, which can be read without AWS.</summary>
sealed class Nightly : Construct
{
    static readonly Amazon.CDK.AWS.Events.CronOptions AtThree = new() { Hour = "3", Minute = "0" };

    public Nightly(Construct scope, Application app, Network network, Database database)
        : base(scope, "Nightly")
    {
        var vault = new BackupVault(this, "Vault", new BackupVaultProps { RemovalPolicy = RemovalPolicy.RETAIN });
        var plan = new BackupPlan(this, "Plan", new BackupPlanProps { BackupVault = vault });
        plan.AddRule(new BackupPlanRule(new BackupPlanRuleProps
        {
            RuleName = "daily",
            ScheduleExpression = Schedule.Cron(AtThree),
            StartWindow = Duration.Hours(1),
            CompletionWindow = Duration.Hours(4),
            DeleteAfter = Duration.Days(35),
        }));
        plan.AddSelection("Database", new BackupSelectionOptions
        {
            Resources = [BackupResource.FromRdsDatabaseInstance(database.Instance)],
        });

        _ = new Rule(this, "Backup", new RuleProps
        {
            Description = "The application's own backup of every workspace",
            Schedule = Schedule.Cron(AtThree),
            Targets =
            [
                new EcsTask(new EcsTaskProps
                {
                    Cluster = app.Cluster,
                    TaskDefinition = app.Task,
                    SubnetSelection = network.TaskSubnets,
                    SecurityGroups = [network.Tasks],
                    AssignPublicIp = network.TasksHaveAddresses,
                    PropagateTags = PropagatedTagSource.TASK_DEFINITION,
                    ContainerOverrides =
                    [
                        new ContainerOverride { ContainerName = Application.ContainerName, Command = ["backup"] },
                    ],
                    RetryAttempts = 2,
                    MaxEventAge = Duration.Hours(2),
                }),
            ],
        });
    }
}
