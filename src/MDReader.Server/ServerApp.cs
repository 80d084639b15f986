using MDReader.Server.Access;
using MDReader.Server.Accounts;
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
        services.AddAccounts(builder.Configuration);
        services.AddAccess();

        var app = builder.Build();
        app.UsePlatform();
        app.MapApi();
        return app;
    }
}
