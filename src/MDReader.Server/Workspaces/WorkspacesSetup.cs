using MDReader.Server.Accounts;
using MDReader.Server.Platform;

namespace MDReader.Server.Workspaces;

static class WorkspacesSetup
{
    public static void AddWorkspaces(this IServiceCollection services)
    {
        services.AddFeatureJson(WorkspacesJson.Default);
        services.AddSingleton<ISynced, SyncedWorkspaces>();
        services.AddSingleton<ISynced, SyncedMembers>();
        services.AddSingleton<WorkspaceAccess>();
        services.AddSingleton<NewWorkspace>();
        services.AddSingleton<Members>();
        services.AddSingleton<Invites>();
        services.AddSingleton<PersonalData, InviteData>();
        services.AddSingleton<AdmitsSignup>(provider => provider.GetRequiredService<Invites>().AdmitsSignup);
        services.AddSingleton<TellOfNewName>(provider => provider.GetRequiredService<Members>().TellOfNewName);
        services.AddSingleton<PersonalData, AuditData>();
        services.AddSingleton<WorkspaceUsage, MemberUsage>();
        services.AddSingleton<SetupLink>();
        services.AddSingleton<FirstPerson>();
        services.AddSingleton<PersonalData, WorkspaceData>();
    }

    public static void MapWorkspaces(this RouteGroupBuilder api)
    {
        api.MapSetup();
        api.MapWorkspaceRoutes();
        api.MapMemberRoutes();
        api.MapPersonPicture();
        api.MapInviteRoutes();
        api.MapAuditRoutes();
        api.MapUsageRoutes();
    }
}
