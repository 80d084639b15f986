namespace MDReader.Server.Platform;

public static class Api
{
    public const string Root = "/api";

    /// <summary>The group that features map their routes on: signed in, bodies checked.</summary>
    public static RouteGroupBuilder MapApi(this IEndpointRouteBuilder app) =>
        app.MapGroup(Root + "/v1").RequireAuthorization().CheckBodies();

    /// <summary>Limits the body of one route; without it, bodies may have 1 MiB.</summary>
    public static RouteHandlerBuilder WithBodyLimit(this RouteHandlerBuilder route, long bytes) =>
        route.WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(bytes));
}
