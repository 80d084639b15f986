using Amazon.CDK;
using Amazon.CDK.AWS.Backup;
using Amazon.CDK.AWS.Events;
using Constructs;

namespace MDReader.Infra;

/// <summary>03:00 UTC: a snapshot of the database by AWS Backup.</summary>
sealed class Nightly : Construct
{
    static readonly Amazon.CDK.AWS.Events.CronOptions AtThree = new() { Hour = "3", Minute = "0" };

    public Nightly(Construct scope, Database database)
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
    }
}
