namespace MDReader.Server.Platform;

static class PlatformSetup
{
    public static void AddPlatform(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<PlatformOptions>()
            .Bind(configuration.GetSection(PlatformOptions.Section))
            .ValidateDataAnnotations()
            .ValidateOnStart();

        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<Signals>();
        services.AddSingleton<WriteGate>();
        services.AddSingleton<Database>();
        services.AddSingleton<InstanceSecrets>();
        services.AddPooledDbContextFactory<MDReaderDb>((provider, options) =>
            provider.GetRequiredService<IDatabaseProvider>().Configure(options));
        services.AddHostedService<Migration>();
    }
}
