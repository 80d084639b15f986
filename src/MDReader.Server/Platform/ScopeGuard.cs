using Microsoft.AspNetCore.Authorization;

namespace MDReader.Server.Platform;

/// <summary>What a token must be good for on a route; without it, reading or writing by the method.</summary>
sealed record NeedsScope(Scopes Scope);

/// <summary>On a route that guests may call. All others are closed to them, whatever their role in their document.</summary>
sealed record ForGuests;

/// <summary>On a route that asks by itself where an agent is paused: what it is about doesn't stand in its address.</summary>
sealed record KnowsAgents;

/// <summary>On a route that looks at its caller's token and pauses by itself, since its no isn't an HTTP answer.</summary>
sealed record RefusesByItself;

static class ScopeGuard
{
    /// <summary>Opens routes to people without an account, who came by a link to one document.</summary>
    public static T OpenToGuests<T>(this T routes)
        where T : IEndpointConventionBuilder => routes.WithMetadata(new ForGuests());

    public static RouteGroupBuilder NeedScope(this RouteGroupBuilder group, Scopes scope) =>
        group.WithMetadata(new NeedsScope(scope));

    /// <summary>After authentication: a token does on a route what its scopes say, whatever its person may do.</summary>
    public static void UseScopeGuard(this IApplicationBuilder app) => app.Use(async (context, next) =>
        await (await Refuse(context) is { } refusal ? refusal.ExecuteAsync(context) : next(context)));

    static async ValueTask<Refusal?> Refuse(HttpContext context)
    {
        if (Caller.Of(context) is not { } caller || context.GetEndpoint()?.Metadata.GetMetadata<RefusesByItself>() is not null)
        {
            return null;
        }

        if (caller.IsGuest && IsClosedToGuests(context.GetEndpoint()))
        {
            return Problems.Forbidden.Because("Sign in for this: a guest has the one document.");
        }

        var needed = context.GetEndpoint()?.Metadata.GetMetadata<NeedsScope>()?.Scope ?? OfMethod(context.Request.Method);
        if (!caller.Scopes.HasFlag(needed))
        {
            return Problems.InsufficientScope.Because($"Use a token with the scope \"{needed.ToString().ToLowerInvariant()}\".");
        }

        return caller.IsAgent && context.GetEndpoint()?.Metadata.GetMetadata<KnowsAgents>() is null
            ? await context.RequestServices.GetRequiredService<AgentBrake>()(context, caller)
            : null;
    }

    // What asks for nobody's name asks for no guest's either.
    static bool IsClosedToGuests(Endpoint? endpoint) => endpoint?.Metadata is { } metadata
        && metadata.GetMetadata<IAuthorizeData>() is not null
        && metadata.GetMetadata<IAllowAnonymous>() is null
        && metadata.GetMetadata<ForGuests>() is null;

    static Scopes OfMethod(string method) =>
        HttpMethods.IsGet(method) || HttpMethods.IsHead(method) ? Scopes.Read : Scopes.Write;
}
