using System.Security.Cryptography;
using System.Text;
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
        UrlKeyId = UrlKey(settings.UrlSigningKey);
        UrlSigners = new CfnKeyGroup(this, "UrlSigners", new CfnKeyGroupProps
        {
            KeyGroupConfig = new CfnKeyGroup.KeyGroupConfigProperty
            {
                Name = $"{Stack.Of(this).StackName}-urls",
                // What the one before has signed goes on for as long as that is there.
                Items = settings.FormerUrlSigningKey is { } former ? [UrlKeyId, UrlKey(former)] : [UrlKeyId],
            },
        });
        LanguageModel = FilledByHand("LanguageModel", "The language model's provider", """{"api_key":"","organization":""}""");
        UrlSigning = FilledByHand("UrlSigning", "Signs CloudFront's URLs", """{"private_key":""}""");
    }

    // CloudFront changes no key: another one is another resource, with a name of its own.
    string UrlKey(string pem)
    {
        var mark = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(pem.Trim())))[..8];
        var name = $"{Stack.Of(this).StackName}-urls-{mark}";
        return new CfnPublicKey(this, $"UrlKey-{mark}", new CfnPublicKeyProps
        {
            PublicKeyConfig = new CfnPublicKey.PublicKeyConfigProperty { CallerReference = name, Name = name, EncodedKey = pem },
        }).Ref;
    }

    Secret FilledByHand(string name, string description, string template) => new(this, name, new SecretProps
    {
        Description = $"{description}: fill in by hand",
        GenerateSecretString = new SecretStringGenerator { SecretStringTemplate = template, GenerateStringKey = "made" },
    });
}
