using Amazon.Runtime;
using Amazon.Runtime.Credentials;
using MDReader.Server.Accounts;
using MDReader.Server.Platform;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace MDReader.Cloud.Aws;

/// <summary>Amazon's services in the place of what an installation has of its own, as far as they are configured.</summary>
static class AwsSetup
{
    public static void AddAws(this IServiceCollection services, IConfiguration configuration)
    {
        var region = AwsAddress.RegionOf(configuration);
        if (configuration["MDReader:Mail:Ses"] is { Length: > 0 } from)
            services.AddSingleton<IMailer>(provider => new SesMailer(
                Client(AwsAddress.Find(configuration, "ses", "SESV2", "email", region), provider), from));
        if (configuration["MDReader:Changes:Sns"] is { Length: > 0 } topic)
            services.AddSingleton<ITopic>(provider => new SnsTopic(
                Client(AwsAddress.Find(configuration, "sns", "SNS", "sns", region), provider), topic));
        if (configuration["MDReader:Changes:Sqs"] is { Length: > 0 } queue)
            services.AddSingleton<ITopic>(provider => configuration["MDReader:Changes:Sns"] is { Length: > 0 }
                ? throw new InvalidOperationException("Set MDREADER_SNS or MDREADER_SQS; to have both, subscribe the queue to the topic.")
                : Queue(provider, queue));
        if (configuration["MDReader:Metrics"] == "emf")
            services.AddHostedService<EmfMetrics>();
        if (configuration["MDReader:Accounts:Cognito"] is { Length: > 0 } pool)
            services.AddCognito(CognitoAddress.Read(pool, configuration["MDReader:Accounts:CognitoSecret"]), configuration);
    }

    /// <summary>The password that RDS keeps in Secrets Manager under this name or ARN; "iam" for a token instead.</summary>
    public static void UseRotatedPassword(NpgsqlDataSourceBuilder database, string secret, IConfiguration configuration, TimeProvider time)
    {
        var region = AwsAddress.RegionOf(configuration);
        if (secret == "iam")
        {
            var token = new RdsToken(Credentials(), region);
            database.UsePeriodicPasswordProvider(
                async (address, cancellation) => await token.Make(address, cancellation), RdsToken.Kept, RotatedPassword.AskedAgain);
            return;
        }
        var password = new RotatedPassword(
            new AwsClient(AwsAddress.Find(configuration, "secretsmanager", "SECRETS_MANAGER", "secretsmanager", region), Credentials(), time), secret);
        database.UsePeriodicPasswordProvider(
            async (_, cancellation) => await password.Read(cancellation), RotatedPassword.Kept, RotatedPassword.AskedAgain);
    }

    /// <summary>What reads a queue for another system, and gives it a minute for each message.</summary>
    public static SqsReader Reader(IServiceProvider provider, string queue) => new(
        Queue(provider, queue), TimeSpan.FromMinutes(1), provider.GetRequiredService<TimeProvider>(),
        provider.GetRequiredService<ILogger<SqsReader>>());

    static SqsQueue Queue(IServiceProvider provider, string url)
    {
        var configuration = provider.GetRequiredService<IConfiguration>();
        return new(Client(AwsAddress.Find(configuration, "sqs", "SQS", "sqs", AwsAddress.RegionOf(configuration)), provider), url);
    }

    static void AddCognito(this IServiceCollection services, CognitoAddress address, IConfiguration configuration)
    {
        var where = AwsAddress.Find(configuration, "cognito-idp", "COGNITO_IDENTITY_PROVIDER", "cognito-idp", address.Region);
        services.AddSingleton<PoolRoom>();
        services.AddSingleton(provider => new CognitoApi(
            new AwsClient(where, credentials: null, provider.GetRequiredService<TimeProvider>()), Client(where, provider), address));
        services.AddSingleton<CognitoAddresses>();
        services.AddSingleton<CognitoArrival>();
        services.AddSingleton(provider => CognitoIssuer.Of(
            address, where, provider.GetRequiredService<ProviderHttp>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<CognitoTokens>();
        services.AddSingleton<ReadPoolToken>(provider => provider.GetRequiredService<CognitoTokens>().Read);
        services.AddSingleton<CognitoNews>();
        CognitoNews.Read(services);
        services.AddSingleton<IUserPool, CognitoUserPool>();
        // Before the account's own data, with which it would be forgotten who is meant.
        services.Insert(0, ServiceDescriptor.Singleton<PersonalData, CognitoData>());
    }

    public static AwsClient Client(AwsAddress address, IServiceProvider provider) =>
        new(address, Credentials(), provider.GetRequiredService<TimeProvider>());

    // Variables, profile, the task's role: as every AWS client finds them, and finds them again when they end.
    static AWSCredentials Credentials() => DefaultAWSCredentialsIdentityResolver.GetCredentials();
}
