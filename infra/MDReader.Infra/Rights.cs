using Amazon.CDK.AWS.IAM;

namespace MDReader.Infra;

/// <summary>What the application may do in the account: every action and every resource written out.</summary>
static class Rights
{
    static readonly string[] Prefixes = ["documents/*", "attachments/*", "backups/*"];

    public static void Give(IRole role, ApplicationParts parts)
    {
        var bucket = parts.Files.Bucket;
        Allow(role, Prefixes.Select(bucket.ArnForObjects), "s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload");
        role.AddToPrincipalPolicy(new PolicyStatement(new PolicyStatementProps
        {
            Actions = ["s3:ListBucket"],
            Resources = [bucket.BucketArn],
            Conditions = new Dictionary<string, object>
            {
                ["StringLike"] = new Dictionary<string, object> { ["s3:prefix"] = Prefixes },
            },
        }));
        Allow(role, [parts.Database.SecretArn], "secretsmanager:GetSecretValue");
        Allow(role, [parts.Messages.Changes.TopicArn], "sns:Publish");
        role.AddToPrincipalPolicy(new PolicyStatement(new PolicyStatementProps
        {
            Actions = ["ses:SendEmail"],
            Resources = [parts.Messages.Mail.EmailIdentityArn, parts.Messages.LettersArn],
            Conditions = new Dictionary<string, object>
            {
                ["StringEquals"] = new Dictionary<string, object> { ["ses:FromAddress"] = parts.Messages.From },
            },
        }));
        Allow(role, [parts.People.Pool.UserPoolArn],
            "cognito-idp:AdminCreateUser", "cognito-idp:AdminDeleteUser", "cognito-idp:AdminGetUser",
            "cognito-idp:AdminSetUserPassword", "cognito-idp:AdminUpdateUserAttributes",
            "cognito-idp:AdminUserGlobalSignOut", "cognito-idp:ListUsers");
    }

    static void Allow(IRole role, IEnumerable<string> resources, params string[] actions) =>
        role.AddToPrincipalPolicy(new PolicyStatement(new PolicyStatementProps { Actions = actions, Resources = [.. resources] }));
}
