using System.Reflection;

namespace MDReader.Server.Platform;

public static class Api
{
    public const string Root = "/api";

    /// <summary>The group that features map their routes on: signed in, bodies checked.</summary>
    public static RouteGroupBuilder MapApi(this IEndpointRouteBuilder app) =>
        app.MapGroup(Root + "/v1").RequireAuthorization().CheckBodies().TagByFeature();

    // The API description groups routes by the feature, which is the namespace of their handler.
    static RouteGroupBuilder TagByFeature(this RouteGroupBuilder group)
    {
        ((IEndpointConventionBuilder)group).Finally(route =>
        {
            if (route.Metadata.OfType<MethodInfo>().FirstOrDefault()?.DeclaringType?.Namespace is { } feature)
            {
                route.Metadata.Add(new TagsAttribute(feature.Split('.')[^1]));
            }
        });
        return group;
    }

    /// <summary>States the refusals a route can give besides those every route can.</summary>
    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder route, params ProblemType[] types)
    {
        foreach (var status in types.Select(type => type.Status).Distinct())
        {
            route.Produces<Problem>(status, "application/problem+json");
        }

        return route.WithMetadata(new Refusals(types));
    }

    /// <summary>Limits the body of one route; without it, bodies may have 1 MiB.</summary>
    public static RouteHandlerBuilder WithBodyLimit(this RouteHandlerBuilder route, long bytes) =>
        route.WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(bytes));
}

static class ApiRequests
{
    extension(HttpRequest request)
    {
        /// <summary>Whether it is for the API, be there such a route or not.</summary>
        public bool IsForApi => request.Path.StartsWithSegments(Api.Root, StringComparison.OrdinalIgnoreCase);
    }
}

/// <summary>The problems that a route names; the API description lists them.</summary>
sealed record Refusals(IReadOnlyList<ProblemType> Types);
