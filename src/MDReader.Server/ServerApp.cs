using MDReader.Server.Access;
using MDReader.Server.Accounts;
using MDReader.Server.Collaboration;
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
        services.AddCollaboration(builder.Configuration);

        var app = builder.Build();
        app.UsePlatform();
        app.UseWebSockets();

        var api = app.MapApi();
        api.MapAccounts();
        app.MapCollaboration(api);
        return app;
    }
}
