using MDReader.Server.Access;
using MDReader.Server.Embedded;
using MDReader.Server.Platform;

namespace MDReader.Server;

/// <summary>The table of contents.</summary>
public static class ServerApp
{
    public static WebApplication Build(WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddPlatform(builder.Configuration);
        services.AddEmbedded();
        services.AddAccess();

        return builder.Build();
    }
}
