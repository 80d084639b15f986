namespace MDReader.Server.Platform;

/// <summary>What a token must be good for on a route; without it, reading or writing by the method.</summary>
sealed record NeedsScope(Scopes Scope);

static class ScopeGuard
{
    public static RouteGroupBuilder NeedScope(this RouteGroupBuilder group, Scopes scope) =>
        group.WithMetadata(new NeedsScope(scope));

    /// <summary>After authentication: a token does on a route what its scopes say, whatever its person may do.</summary>
    public static void UseScopeGuard(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var needed = context.GetEndpoint()?.Metadata.GetMetadata<NeedsScope>()?.Scope ?? OfMethod(context.Request.Method);
        return Caller.Of(context) is { } caller && !caller.Scopes.HasFlag(needed)
            ? Problems.InsufficientScope
                .Because($"Use a token with the scope \"{needed.ToString().ToLowerInvariant()}\".")
                .ExecuteAsync(context)
            : next(context);
    });

    static Scopes OfMethod(string method) =>
        HttpMethods.IsGet(method) || HttpMethods.IsHead(method) ? Scopes.Read : Scopes.Write;
}
