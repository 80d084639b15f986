using MDReader.Server.Platform;

namespace MDReader.Server.Documents;

static class DocumentsSetup
{
    public static void AddDocuments(this IServiceCollection services)
    {
        services.AddFeatureJson(DocumentsJson.Default);
        services.AddSingleton(new PublicLimit("titleCharacters", DocumentEntry.LongestTitle));
        services.AddSingleton<DocumentAccess>();
        services.AddSingleton<DocumentList>();
        services.AddSingleton<NewDocument>();
        services.AddSingleton<PersonalData, DocumentData>();
    }

    public static void MapDocuments(this RouteGroupBuilder api)
    {
        api.MapWorkspaceDocumentRoutes();
        api.MapDocumentRoutes();
    }
}
