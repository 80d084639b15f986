using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Constructs;

namespace MDReader.Infra;

/// <summary>The role that the repository's workflow takes on with GitHub's word for it, instead of keys: only from the
/// environment "production", and only to push an image, run the migrations, deploy, and practise a restore.</summary>
sealed class Delivery : Construct
{
    static readonly string[] ToolRoles = ["deploy-role", "file-publishing-role"];

    public Role Role { get; }

    public Delivery(Construct scope, Application app, Database database, Image image, Settings settings)
        : base(scope, "Delivery")
    {
        var stack = Stack.Of(this);
        Role = new Role(this, "Role", new RoleProps
        {
            Description = "Deploys MDReader from GitHub Actions",
            MaxSessionDuration = Duration.Hours(2),
            AssumedBy = new WebIdentityPrincipal($"arn:{Aws.PARTITION}:iam::{Aws.ACCOUNT_ID}:oidc-provider/{AccountStack.GitHub}", new Dictionary<string, object>
            {
                ["StringEquals"] = new Dictionary<string, object>
                {
                    [$"{AccountStack.GitHub}:aud"] = "sts.amazonaws.com",
                    [$"{AccountStack.GitHub}:sub"] = $"repo:{settings.Repository}:environment:production",
                },
            }),
        });
        // These three can't be bound to a resource.
        Allow(["ecr:GetAuthorizationToken", "ecs:RegisterTaskDefinition", "ecs:DescribeTaskDefinition"], ["*"]);
        Allow(
            [
                "ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:CompleteLayerUpload", "ecr:DescribeImages",
                "ecr:DescribeImageScanFindings", "ecr:InitiateLayerUpload", "ecr:PutImage", "ecr:UploadLayerPart",
            ],
            [image.Repository.RepositoryArn]);
        Allow(["ecs:DescribeServices", "ecs:UpdateService"], [app.Service.ServiceArn]);
        Allow(["ecs:RunTask"], [$"arn:{Aws.PARTITION}:ecs:{Aws.REGION}:{Aws.ACCOUNT_ID}:task-definition/{app.Task.Family}-migration:*"]);
        Allow(["ecs:DescribeTasks"], [stack.FormatArn(new ArnComponents { Service = "ecs", Resource = "task", ResourceName = $"{app.Cluster.ClusterName}/*" })]);
        Allow(["rds:DescribeDBInstances"], [database.Instance.InstanceArn, database.DrillArn]);
        Allow(["rds:RestoreDBInstanceToPointInTime"], [.. database.Mould, database.DrillArn]);
        Allow(["rds:AddTagsToResource", "rds:DeleteDBInstance"], [database.DrillArn]);
        Allow(["iam:PassRole"], [app.Task.TaskRole.RoleArn, app.Task.ExecutionRole!.RoleArn]);
        // What the stack changes is done by CDK's own roles in this account.
        Allow(["sts:AssumeRole"], [.. ToolRoles.Select(role =>
            $"arn:{Aws.PARTITION}:iam::{Aws.ACCOUNT_ID}:role/cdk-hnb659fds-{role}-{Aws.ACCOUNT_ID}-{Aws.REGION}")]);
        Allow(["cloudformation:DescribeStacks"], [stack.StackId]);
        _ = new CfnOutput(scope, "DeployRole", new CfnOutputProps { Value = Role.RoleArn, Description = "AWS_ROLE of the workflow's environment" });
        _ = new CfnOutput(scope, "ClusterName", new CfnOutputProps { Value = app.Cluster.ClusterName });
        _ = new CfnOutput(scope, "ServiceName", new CfnOutputProps { Value = app.Service.ServiceName });
        _ = new CfnOutput(scope, "DatabaseName", new CfnOutputProps { Value = database.Instance.InstanceIdentifier });
        _ = new CfnOutput(scope, "TaskFamily", new CfnOutputProps { Value = app.Task.Family });
    }

    void Allow(string[] actions, string[] resources) =>
        Role.AddToPolicy(new PolicyStatement(new PolicyStatementProps { Actions = actions, Resources = resources }));
}
