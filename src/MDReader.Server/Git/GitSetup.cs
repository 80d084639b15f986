using MDReader.Server.Platform;

namespace MDReader.Server.Git;

static class GitSetup
{
    const string Repository = "/git/{workspace:guid}.git";

    public static void AddGit(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddFeatureOptions<GitOptions>(configuration, GitOptions.Section);
        services.AddSingleton<Chronicle>();
        services.AddSingleton<GitDoor>();
        services.AddSingleton<GitRoutes>();
        services.AddSingleton<PersonalData, GitData>();
    }

    /// <summary>Git brings its token by HTTP Basic, so these routes ask who it is themselves.</summary>
    public static void MapGit(this IEndpointRouteBuilder app)
    {
        var routes = app.ServiceProvider.GetRequiredService<GitRoutes>();
        app.MapGet($"{Repository}/info/refs", (HttpContext context, Guid workspace) => routes.Advertise(workspace, context))
            .ExcludeFromDescription().WithMetadata(new NeedsScope(Scopes.Read), new KnowsAgents());
        app.MapPost($"{Repository}/git-upload-pack", (HttpContext context, Guid workspace) => routes.Serve(workspace, context))
            .ExcludeFromDescription().WithMetadata(new NeedsScope(Scopes.Read), new KnowsAgents(), new NotIdempotent("it reads"));
        app.MapPost($"{Repository}/git-receive-pack", (HttpContext context, Guid workspace) => GitDoor.Say(
                context, StatusCodes.Status403Forbidden, "This repository can only be cloned and fetched."))
            .ExcludeFromDescription().WithMetadata(new NeedsScope(Scopes.Read), new KnowsAgents(), new NotIdempotent("it reads"));
    }
}
