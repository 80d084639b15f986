using Amazon.CDK;
using Amazon.CDK.AWS.Cognito;
using Amazon.CDK.AWS.SecretsManager;
using Constructs;

namespace MDReader.Infra;

/// <summary>The Cognito user pool: e-mail and password as the plan demands, an authenticator app if a person wants one, and
/// hosted pages for those who sign in with Google. GitHub speaks no OpenID Connect, so that is the application's own.</summary>
sealed class People : Construct
{
    public UserPool Pool { get; }
    public UserPoolClient Client { get; }
    public UserPoolDomain Pages { get; }

    /// <summary>The client's secret, kept where tasks can be given it.</summary>
    public Secret ClientSecret { get; }

    public People(Construct scope, Settings settings)
        : base(scope, "People")
    {
        Pool = new UserPool(this, "Pool", new UserPoolProps
        {
            UserPoolName = "mdreader-users",
            SelfSignUpEnabled = true,
            SignInAliases = new SignInAliases { Email = true },
            SignInCaseSensitive = false,
            AutoVerify = new AutoVerifiedAttrs { Email = true },
            KeepOriginal = new KeepOriginalAttrs { Email = true },
            StandardAttributes = new StandardAttributes
            {
                Email = new StandardAttribute { Required = true, Mutable = true },
                Fullname = new StandardAttribute { Required = false, Mutable = true },
                ProfilePicture = new StandardAttribute { Required = false, Mutable = true },
            },
            PasswordPolicy = new PasswordPolicy
            {
                MinLength = 8,
                RequireUppercase = true,
                RequireLowercase = true,
                RequireDigits = true,
                RequireSymbols = true,
                TempPasswordValidity = Duration.Days(1),
            },
            Mfa = Mfa.OPTIONAL,
            MfaSecondFactor = new MfaSecondFactor { Otp = true, Sms = false },
            AccountRecovery = AccountRecovery.EMAIL_ONLY,
            Email = UserPoolEmail.WithSES(new UserPoolSESOptions
            {
                FromEmail = $"noreply@{settings.MailDomain}",
                FromName = "MDReader",
                SesRegion = "us-east-1",
                SesVerifiedDomain = settings.MailDomain,
            }),
            DeletionProtection = true,
            RemovalPolicy = RemovalPolicy.RETAIN,
        });

        var google = settings.GoogleClientId is { } id ? Google(id) : null;

        Client = new UserPoolClient(this, "Client", new UserPoolClientProps
        {
            UserPool = Pool,
            GenerateSecret = true,
            AuthFlows = new AuthFlow { UserPassword = true, AdminUserPassword = false, UserSrp = true },
            PreventUserExistenceErrors = true,
            EnableTokenRevocation = true,
            AccessTokenValidity = Duration.Minutes(60),
            IdTokenValidity = Duration.Minutes(60),
            RefreshTokenValidity = Duration.Days(30),
            SupportedIdentityProviders = google is null
                ? [UserPoolClientIdentityProvider.COGNITO]
                : [UserPoolClientIdentityProvider.COGNITO, UserPoolClientIdentityProvider.GOOGLE],
            OAuth = new OAuthSettings
            {
                Flows = new OAuthFlows { AuthorizationCodeGrant = true },
                Scopes = [OAuthScope.OPENID, OAuthScope.EMAIL, OAuthScope.PROFILE],
                CallbackUrls = [$"https://{settings.Domain}/api/v1/auth/providers/cognito/callback"],
                LogoutUrls = [$"https://{settings.Domain}/"],
            },
        });
        if (google is not null)
            Client.Node.AddDependency(google);
        ClientSecret = new Secret(this, "ClientSecret", new SecretProps
        {
            Description = "Secret of the application's client at Cognito",
            SecretStringValue = Amazon.CDK.SecretValue.UnsafePlainText(((CfnUserPoolClient)Client.Node.DefaultChild!).AttrClientSecret),
        });
        Pages = Pool.AddDomain("Pages", new UserPoolDomainOptions
        {
            CognitoDomain = new CognitoDomainOptions { DomainPrefix = $"mdreader-{settings.Domain.Replace('.', '-')}" },
        });
    }

    UserPoolIdentityProviderGoogle Google(string clientId) => new(this, "Google", new UserPoolIdentityProviderGoogleProps
    {
        UserPool = Pool,
        ClientId = clientId,
        ClientSecretValue = Secret.FromSecretNameV2(this, "GoogleSecret", "mdreader/google").SecretValueFromJson("client_secret"),
        Scopes = ["openid", "email", "profile"],
        AttributeMapping = new AttributeMapping
        {
            Email = ProviderAttribute.GOOGLE_EMAIL,
            Fullname = ProviderAttribute.GOOGLE_NAME,
            ProfilePicture = ProviderAttribute.GOOGLE_PICTURE,
            // Without it the pool calls nobody's address proven, and the application lets nobody in by it.
            Custom = new Dictionary<string, ProviderAttribute> { ["email_verified"] = ProviderAttribute.Other("email_verified") },
        },
    });
}
