using MDReader.Server.Platform;

namespace MDReader.Server.Publishing;

static class PublishingSetup
{
    public static void AddPublishing(this IServiceCollection services)
    {
        services.AddFeatureJson(PublishingJson.Default);
        services.AddSingleton<PersonalData, PublicationData>();
        services.AddSingleton<Publications>();
        services.AddSingleton<PublicPage>();
    }

    public static void MapPublishing(this IEndpointRouteBuilder app, RouteGroupBuilder api)
    {
        api.MapPublicationRoutes();
        api.MapWorkspacePublicationRoutes();
        var page = app.ServiceProvider.GetRequiredService<PublicPage>();
        app.MapMethods(
                PublicPage.Path + "/{slug}",
                [HttpMethods.Get, HttpMethods.Head],
                (HttpContext context, string slug) => page.Serve(context, slug))
            .AllowAnonymous().ExcludeFromDescription();
        app.MapMethods(
                PublicPage.Path + "/{slug}/files/{attachment:guid}",
                [HttpMethods.Get, HttpMethods.Head],
                (HttpContext context, string slug, Guid attachment) => page.ServeFile(context, slug, attachment))
            .AllowAnonymous().ExcludeFromDescription();
    }
}
