using Amazon.CDK;
using Amazon.CDK.AWS.CloudFront;
using Amazon.CDK.AWS.SecretsManager;
using Constructs;

namespace MDReader.Infra;

/// <summary>Secrets that a person fills in after the first deployment. The database's own is made and changed by RDS, the
/// cache's by <see cref="Cache"/>; what processes sign with is in the database.</summary>
sealed class Keys : Construct
{
    /// <summary>{"api_key", "organization"} of the language model's provider.</summary>
    public Secret LanguageModel { get; }

    /// <summary>{"private_key"}: PEM of the RSA key whose public half signs CloudFront's URLs.</summary>
    public Secret UrlSigning { get; }

    /// <summary>The public half's name at CloudFront.</summary>
    public string UrlKeyId { get; }

    public CfnKeyGroup UrlSigners { get; }

    public Keys(Construct scope, Settings settings)
        : base(scope, "Keys")
    {
        var name = $"{Stack.Of(this).StackName}-urls";
        UrlKeyId = new CfnPublicKey(this, "UrlKey", new CfnPublicKeyProps
        {
            PublicKeyConfig = new CfnPublicKey.PublicKeyConfigProperty { CallerReference = name, Name = name, EncodedKey = settings.UrlSigningKey },
        }).Ref;
        UrlSigners = new CfnKeyGroup(this, "UrlSigners", new CfnKeyGroupProps
        {
            KeyGroupConfig = new CfnKeyGroup.KeyGroupConfigProperty { Name = name, Items = [UrlKeyId] },
        });
        LanguageModel = FilledByHand("LanguageModel", "The language model's provider", """{"api_key":"","organization":""}""");
        UrlSigning = FilledByHand("UrlSigning", "Signs CloudFront's URLs", """{"private_key":""}""");
    }

    Secret FilledByHand(string name, string description, string template) => new(this, name, new SecretProps
    {
        Description = $"{description}: fill in by hand",
        GenerateSecretString = new SecretStringGenerator { SecretStringTemplate = template, GenerateStringKey = "made" },
    });
}
