using System.Net;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace MDReader.Server.Platform;

static class PlatformSetup
{
    const long BodyLimit = 1024 * 1024;

    public static void AddPlatform(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddFeatureOptions<PlatformOptions>(configuration, PlatformOptions.Section);
        services.AddFeatureOptions<LimitOptions>(configuration, LimitOptions.Section);
        services.AddFeatureOptions<OutboxOptions>(configuration, OutboxOptions.Section);

        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<Signals>();
        services.AddSingleton<WriteGate>();
        services.AddSingleton<Database>();
        services.AddSingleton<InstanceSecrets>();
        services.AddSingleton<Pages>();
        services.AddSingleton<Idempotency>();
        services.AddSingleton<Seals>();
        services.AddSingleton<Outbox>();
        services.AddSingleton<AuditVerification>();
        services.AddSingleton<OutboxClaims>();
        services.AddSingleton<Post>();
        services.AddSingleton<Notices>();
        services.ReadOutbox<Mail>(provider => provider.GetRequiredService<Post>().Deliver);
        services.AddSingleton<BuiltModel>();
        services.AddSingleton<OutboxWorker>();
        services.AddLater<OutboxWorker>();
        services.AddHostedService<TelemetryExport>();
        services.AddSingleton<RateLimiter>();
        services.AddSingleton<Origins>();
        services.AddSingleton<ResolveHost>(Dns.GetHostAddressesAsync);
        services.AddPooledDbContextFactory<MDReaderDb>((provider, options) =>
            provider.GetRequiredService<IDatabaseProvider>().Configure(options));
        services.AddHostedService<Migration>();
        services.AddSingleton<Announcements>();
        services.AddHostedService(provider => provider.GetRequiredService<Announcements>());

        // Their lines hold the path and the query, and in these a token may stand: off even where the rest of ASP.NET Core is
        // turned up. The first, where it logs anything at all, also begins an Activity for each request though nobody listens.
        services.AddLogging(logging => logging
            .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None)
            .AddFilter("Microsoft.AspNetCore.Http.Result", LogLevel.Warning)
            .AddFilter("Microsoft.AspNetCore.Routing", LogLevel.Warning)
            .AddFilter("Microsoft.AspNetCore.StaticFiles", LogLevel.Warning));
        services.AddApiDescription();
        services.AddCors();
        services.AddAuthorization();
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.Configure<KestrelServerOptions>(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = BodyLimit;
        });
        services.ConfigureHttpJsonOptions(options =>
        {
            options.SerializerOptions.RespectRequiredConstructorParameters = true;
            options.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            options.SerializerOptions.Converters.Add(new UtcTime());
        });
    }

    /// <summary>One options class per feature, refused at start when it makes no sense.</summary>
    public static void AddFeatureOptions<T>(
        this IServiceCollection services, IConfiguration configuration, string section)
        where T : class =>
        services.AddOptions<T>().Bind(configuration.GetSection(section)).ValidateDataAnnotations().ValidateOnStart();

    /// <summary>Serialisers written at build time; other types still go by reflection.</summary>
    public static void AddFeatureJson(this IServiceCollection services, IJsonTypeInfoResolver serializers) =>
        services.ConfigureHttpJsonOptions(options =>
            options.SerializerOptions.TypeInfoResolverChain.Insert(0, serializers));

    /// <summary>What a request passes before it reaches a feature, in this order.</summary>
    public static void UsePlatform(this WebApplication app)
    {
        var services = app.Services;
        app.UseProxies(services.GetRequiredService<IOptions<PlatformOptions>>().Value.Proxies);
        app.UseSecurityHeaders();
        if (app.Environment.IsProduction())
        {
            app.UseHsts();
        }

        app.UseRequestSpans();
        app.UseProblems(services.GetRequiredService<Database>(), services.GetRequiredService<ILogger<Problem>>());
        app.UseRouting();
        app.UseOriginRule(services.GetRequiredService<Origins>());
        app.UseAuthentication();
        app.UseApiRateLimit(
            services.GetRequiredService<IOptions<LimitOptions>>().Value, services.GetRequiredService<RateLimiter>());
        app.UseAuthorization();
        app.UseUtf8Only();
        app.UseNoNul();
        app.UseScopeGuard();
        app.Use(services.GetRequiredService<Idempotency>().Run);
    }
}
