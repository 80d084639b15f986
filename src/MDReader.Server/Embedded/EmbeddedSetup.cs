using MDReader.Server.Platform;

namespace MDReader.Server.Embedded;

static class EmbeddedSetup
{
    /// <summary>What a single machine needs and nothing else: the default.</summary>
    public static void AddEmbedded(this IServiceCollection services) =>
        services.AddSingleton<IDatabaseProvider, SqliteProvider>();
}
