using MDReader.Server.Platform;

namespace MDReader.Server.Comments;

static class CommentsSetup
{
    public static void AddComments(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddFeatureOptions<CommentsOptions>(configuration, CommentsOptions.Section);
        services.AddFeatureJson(CommentsJson.Default);
        services.AddSingleton(new PublicLimit("commentBytes", Comment.LongestBody));
        services.AddSingleton(new PublicLimit("commentMentions", MentionText.Most));
        services.AddSingleton<Threads>();
        services.AddSingleton<ThreadList>();
        services.AddSingleton<AnchorReading>();
        services.AddSingleton<CommentChange>();
        services.AddSingleton<CommentLimit>();
        services.AddSingleton<CommentNotices>();
        services.AddSingleton<CommentWriting>();
        services.AddSingleton<NewComment>();
        services.AddSingleton<Mentionable>();
        services.AddSingleton<CommentsExport>();
        services.AddSingleton<CommentsImport>();
        services.AddSingleton<PersonalData, CommentData>();
    }

    public static void MapComments(this RouteGroupBuilder api)
    {
        api.MapThreadRoutes();
        api.MapCommentRoutes();
        api.MapMentionRoutes();
        api.MapCommentsFileRoutes();
        ((IEndpointRouteBuilder)api).ServiceProvider.ListenForThreads();
    }
}
