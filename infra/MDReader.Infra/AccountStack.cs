using Amazon.CDK;
using Amazon.CDK.AWS.ECR;
using Amazon.CDK.AWS.IAM;
using Constructs;

namespace MDReader.Infra;

/// <summary>What an account has once, and has before anything runs: the place of container images, and GitHub's word.</summary>
sealed class AccountStack : Stack
{
    public const string Images = "mdreader";
    public const string GitHub = "token.actions.githubusercontent.com";

    public AccountStack(Construct scope, string id, StackProps props)
        : base(scope, id, props)
    {
        var repository = new Repository(this, "Images", new RepositoryProps
        {
            RepositoryName = Images,
            ImageScanOnPush = true,
            ImageTagMutability = TagMutability.IMMUTABLE,
            Encryption = RepositoryEncryption.AES_256,
            LifecycleRules = [new LifecycleRule { Description = "The last twenty can be gone back to", MaxImageCount = 20 }],
            RemovalPolicy = RemovalPolicy.RETAIN,
        });
        _ = new CfnOIDCProvider(this, "GitHub", new CfnOIDCProviderProps
        {
            Url = $"https://{GitHub}",
            ClientIdList = ["sts.amazonaws.com"],
        });
        _ = new CfnOutput(this, "ImageRepository", new CfnOutputProps { Value = repository.RepositoryUri });
    }
}
