using MDReader.Cloud.Aws;
using MDReader.Cloud.Gateway;
using MDReader.Cloud.Redis;
using MDReader.Cloud.Search;
using MDReader.Server.Collaboration;
using MDReader.Server.Platform;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MDReader.Cloud;

public static class CloudSetup
{
    /// <summary>Puts what several machines share in the place of what one has for itself, as far as it is configured.</summary>
    public static void AddCloud(this IServiceCollection services, IConfiguration configuration)
    {
        if (configuration["MDReader:Database"] is { Length: > 0 } database)
            services.AddPostgres(database, configuration);
        if (configuration["MDReader:Redis"] is { Length: > 0 } redis)
            services.AddRedis(redis, configuration["MDReader:RedisPassword"]);
        services.AddAws(configuration);
        services.AddGateway(configuration);
        if (configuration["MDReader:S3"] is { Length: > 0 } bucket)
        {
            var address = S3Address.Read(bucket);
            var front = configuration["MDReader:CloudFront"] is { Length: > 0 } cloudFront
                ? new CloudFrontUrls(cloudFront, configuration["MDReader:CloudFrontKey"] ?? "")
                : null;
            services.AddSingleton<IBlobStore>(_ => new S3Blobs(address, front));
        }
    }

    /// <summary>What is called from the cloud itself, as far as it is configured.</summary>
    public static void MapCloud(this WebApplication app) => app.MapGateway();

    /// <summary>Reads an SQS queue until told to end; what <paramref name="take"/> doesn't deal with comes again.</summary>
    public static Task ReadQueue(
        this IServiceProvider services, string queue, Func<string, CancellationToken, Task<bool>> take, CancellationToken end) =>
        AwsSetup.Reader(services, queue).Run(take, end);

    static void AddPostgres(this IServiceCollection services, string address, IConfiguration configuration)
    {
        services.AddSingleton<IDatabaseProvider>(provider => new PostgresProvider(address, source =>
        {
            if (configuration["MDReader:DatabaseSecret"] is { Length: > 0 } secret)
                AwsSetup.UseRotatedPassword(source, secret, configuration, provider.GetRequiredService<TimeProvider>());
        }));
        services.AddSingleton<ISearchIndex, PostgresSearchIndex>();
        services.AddSingleton<OpenAppend>(provider =>
        {
            var database = provider.GetRequiredService<Database>();
            return async cancellation => await PostgresAppend.Open(database, cancellation);
        });
    }

    static void AddRedis(this IServiceCollection services, string text, string? password)
    {
        var address = RedisAddress.Read(text);
        address = address with { Password = password is { Length: > 0 } ? password : address.Password };
        services.AddSingleton(provider => new RedisClient(
            address, provider.GetRequiredService<TimeProvider>(), new Random(),
            provider.GetRequiredService<ILogger<RedisClient>>()));
        services.AddSingleton<RedisRelay>();
        services.AddSingleton<IRelay>(provider => provider.GetRequiredService<RedisRelay>());
        services.AddHostedService(provider =>
        {
            // It tells the client what to do on each connection, so it comes first.
            provider.GetRequiredService<RedisRelay>();
            return provider.GetRequiredService<RedisClient>();
        });
        services.AddHostedService(provider => provider.GetRequiredService<RedisRelay>());
    }
}
