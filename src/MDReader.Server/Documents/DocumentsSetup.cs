using MDReader.Server.Platform;

namespace MDReader.Server.Documents;

static class DocumentsSetup
{
    public static void AddDocuments(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddFeatureOptions<DocumentsOptions>(configuration, DocumentsOptions.Section);
        services.AddFeatureJson(DocumentsJson.Default);
        services.AddSingleton(new PublicLimit("titleCharacters", DocumentEntry.LongestTitle));
        services.AddSingleton<ISynced, SyncedDocuments>();
        services.AddSingleton<ISynced, SyncedFolders>();
        services.AddSingleton<DocumentAccess>();
        services.AddSingleton<DocumentList>();
        services.AddSingleton<NewDocument>();
        services.AddSingleton<NewFolder>();
        services.AddSingleton<PersonalData, DocumentData>();
        services.AddSingleton<WorkspaceUsage, DocumentUsage>();
        services.AddSingleton<DocumentCopies>();
        services.AddSingleton<FolderAccess>();
        services.AddSingleton<Places>();
        services.AddSingleton<TrashPurge>();
        services.AddLater<TrashPurge>();
    }

    public static void MapDocuments(this RouteGroupBuilder api)
    {
        api.MapWorkspaceDocumentRoutes();
        api.MapDocumentRoutes();
        api.MapPlaceRoutes();
        api.MapTrashRoutes();
        api.MapTrashedFolderRoutes();
        api.MapFolderRoutes();
        api.MapTreeRoutes();
        api.MapSharedDocumentRoutes();
    }
}
