using Amazon.CDK;

namespace MDReader.Infra;

/// <summary>The account's stack, then one for each size: deploy the one you need.</summary>
static class Deployment
{
    /// <summary>CloudFront takes its certificate and its firewall from this region only, and the plan names it.</summary>
    const string Region = "us-east-1";

    public static void Describe(App app)
    {
        // S3 may write its logs because a policy says so, not an access control list.
        app.Node.SetContext("@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy", true);
        _ = new AccountStack(app, "mdreader-account", new StackProps
        {
            Env = new Amazon.CDK.Environment { Region = Region },
            Description = "MDReader: what an account has once",
        });
        foreach (var size in Size.All)
            _ = new MDReaderStack(app, $"mdreader-{size.Name}", size, Settings.Of(app.Node), new StackProps
            {
                Env = new Amazon.CDK.Environment { Region = Region },
                Description = $"MDReader, {size.Name}",
                TerminationProtection = size != Size.First,
            });
    }
}
