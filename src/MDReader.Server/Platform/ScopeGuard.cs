using Microsoft.AspNetCore.Authorization;

namespace MDReader.Server.Platform;

/// <summary>What a token must be good for on a route; without it, reading or writing by the method.</summary>
sealed record NeedsScope(Scopes Scope);

/// <summary>On a route that guests may call. All others are closed to them, whatever their role in their document.</summary>
sealed record ForGuests;

/// <summary>On the routes that an agent's token opens.</summary>
sealed record ForAgents;

static class ScopeGuard
{
    /// <summary>Opens routes to people without an account, who came by a link to one document.</summary>
    public static T OpenToGuests<T>(this T routes)
        where T : IEndpointConventionBuilder => routes.WithMetadata(new ForGuests());

    public static RouteGroupBuilder NeedScope(this RouteGroupBuilder group, Scopes scope) =>
        group.WithMetadata(new NeedsScope(scope));

    /// <summary>After authentication: a token does on a route what its scopes say, whatever its person may do.</summary>
    public static void UseScopeGuard(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (Caller.Of(context) is { IsGuest: true } && IsClosed<ForGuests>(context.GetEndpoint()))
        {
            return Problems.Forbidden.Because("Sign in for this: a guest has the one document.").ExecuteAsync(context);
        }

        if (Caller.Of(context) is { IsAgent: true } && IsClosed<ForAgents>(context.GetEndpoint()))
        {
            return Problems.InsufficientScope.Because("Use a program's token; an agent's is for /mcp.").ExecuteAsync(context);
        }

        var needed = context.GetEndpoint()?.Metadata.GetMetadata<NeedsScope>()?.Scope ?? OfMethod(context.Request.Method);
        return Caller.Of(context) is { } caller && !caller.Scopes.HasFlag(needed)
            ? Problems.InsufficientScope
                .Because($"Use a token with the scope \"{needed.ToString().ToLowerInvariant()}\".")
                .ExecuteAsync(context)
            : next(context);
    });

    // What asks for nobody's name asks for no guest's either.
    static bool IsClosed<T>(Endpoint? endpoint)
        where T : class => endpoint?.Metadata is { } metadata
        && metadata.GetMetadata<IAuthorizeData>() is not null
        && metadata.GetMetadata<IAllowAnonymous>() is null
        && metadata.GetMetadata<T>() is null;

    static Scopes OfMethod(string method) =>
        HttpMethods.IsGet(method) || HttpMethods.IsHead(method) ? Scopes.Read : Scopes.Write;
}
