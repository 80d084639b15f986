using MDReader.Server.Accounts;
using MDReader.Server.Platform;

namespace MDReader.Server.Sharing;

static class SharingSetup
{
    public static void AddSharing(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddFeatureOptions<SharingOptions>(configuration, SharingOptions.Section);
        services.AddFeatureJson(SharingJson.Default);
        services.AddSingleton<PermissionNews>();
        services.AddSingleton<Permissions>();
        services.AddSingleton<DocumentGrants>();
        services.AddSingleton<GeneralAccess>();
        services.AddSingleton<DocumentInvites>();
        services.AddSingleton<DocumentInviteMail>();
        services.AddSingleton<AdmitsSignup>(provider => provider.GetRequiredService<DocumentInvites>().AdmitsSignup);
        services.AddSingleton<AccessRequests>();
        services.AddSingleton<AskingLimit>();
        services.AddSingleton<Previewed>();
        services.AddSingleton<WaysIn>();
        services.AddSingleton<LinkTokens>();
        services.AddSingleton<LinkPages>();
        services.AddSingleton<LinkGrants>();
        services.AddSingleton<Links>();
        services.AddSingleton<WorkspaceLinks>();
        services.AddSingleton<GuestKeys>();
        services.AddSingleton<LinkVisitors>();
        services.AddSingleton<LinkAnswers>();
        services.AddSingleton<LinkLimits>();
        services.AddSingleton<LinkOpening>();
        services.AddSingleton<LinkExpiry>();
        services.AddHostedService(provider => provider.GetRequiredService<LinkExpiry>());
        services.AddSingleton<PersonalData, SharingData>();
    }

    public static void MapSharing(this RouteGroupBuilder api)
    {
        api.MapPermissionRoutes();
        api.MapAccessRoutes();
        api.MapAccessChangeRoutes();
        api.MapPreviewRoutes();
        api.MapLinkRoutes();
        api.MapWorkspaceLinkRoutes();
        api.MapDocumentInviteRoutes();
        api.MapAccessRequestRoutes();
    }
}
