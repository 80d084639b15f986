using MDReader.Server.Access;
using MDReader.Server.Accounts;
using MDReader.Server.Agents;
using MDReader.Server.Assistant;
using MDReader.Server.Attachments;
using MDReader.Server.Backups;
using MDReader.Server.Collaboration;
using MDReader.Server.Comments;
using MDReader.Server.Documents;
using MDReader.Server.Embedded;
using MDReader.Server.Feed;
using MDReader.Server.Files;
using MDReader.Server.Git;
using MDReader.Server.Mentions;
using MDReader.Server.Notifications;
using MDReader.Server.Pictures;
using MDReader.Server.Platform;
using MDReader.Server.Publishing;
using MDReader.Server.Search;
using MDReader.Server.Sharing;
using MDReader.Server.Suggestions;
using MDReader.Server.Versions;
using MDReader.Server.Workspaces;

namespace MDReader.Server;

/// <summary>The table of contents.</summary>
public static class ServerApp
{
    /// <param name="builder">With its configuration read.</param>
    /// <param name="replace">The last word on the services: adapters of a cloud, or a test's own clock.</param>
    public static WebApplication Build(WebApplicationBuilder builder, Action<IServiceCollection>? replace = null)
    {
        var services = builder.Services;
        services.AddPlatform(builder.Configuration);
        services.AddEmbedded(builder.Configuration);
        services.AddAccounts(builder.Configuration);
        services.AddAccess();
        services.AddWorkspaces();
        services.AddDocuments(builder.Configuration);
        services.AddSharing(builder.Configuration);
        services.AddCollaboration(builder.Configuration);
        services.AddComments(builder.Configuration);
        services.AddSuggestions();
        services.AddAttachments(builder.Configuration);
        services.AddPictures(builder.Configuration);
        services.AddAssistant(builder.Configuration);
        services.AddSearch();
        services.AddPublishing();
        services.AddVersions(builder.Configuration);
        services.AddMentions();
        services.AddFeed(builder.Configuration);
        services.AddNotifications(builder.Configuration);
        services.AddFiles(builder.Configuration);
        services.AddGit(builder.Configuration);
        services.AddBackups(builder.Configuration);
        services.AddAgents();
        replace?.Invoke(services);

        var app = builder.Build();
        app.UsePlatform();

        app.MapHealth();
        app.MapBlobs();
        app.MapApiDescription();
        var api = app.MapApi();
        api.MapAccounts();
        api.MapWorkspaces();
        api.MapDocuments();
        api.MapSharing();
        app.MapCollaboration(api);
        api.MapComments();
        api.MapSuggestions();
        api.MapAttachments();
        api.MapPictures();
        api.MapAssistant();
        api.MapSearch();
        app.MapPublishing(api);
        api.MapVersions();
        api.MapFeed();
        app.MapNotifications(api);
        api.MapFiles();
        app.MapGit();
        api.MapBackups();
        app.MapAgents(api);
        return app;
    }
}
