using MDReader.Server.Access;
using MDReader.Server.Accounts;
using MDReader.Server.Collaboration;
using MDReader.Server.Documents;
using MDReader.Server.Embedded;
using MDReader.Server.Platform;
using MDReader.Server.Workspaces;

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
        services.AddWorkspaces();
        services.AddDocuments();
        services.AddCollaboration(builder.Configuration);

        var app = builder.Build();
        app.UsePlatform();
        app.UseWebSockets();

        app.MapHealth();
        app.MapApiDescription();
        var api = app.MapApi();
        api.MapAccounts();
        api.MapWorkspaces();
        api.MapDocuments();
        app.MapCollaboration(api);
        return app;
    }
}
