using MDReader.Server.Platform;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing.Patterns;

namespace MDReader.Server.Agents;

/// <summary>
/// Keeps an agent that was paused somewhere from going on there by the other routes of the API. The workspace is found by
/// what the address names. What names none is refused while a pause lasts, so that a route nobody thought of stays shut.
/// </summary>
sealed class RouteBrake(Database database, AgentPauses pauses)
{
    const int WhatIsNamed = 2;

    // By the first word behind the version: the workspace of what has the id that follows.
    static readonly Dictionary<string, string> WorkspaceOf = new()
    {
        ["documents"] = "select workspace_id from documents where id = @id",
        ["folders"] = "select workspace_id from folders where id = @id",
        ["jobs"] = "select workspace_id from jobs where id = @id",
        ["versions"] = InDocument("document_versions"),
        ["attachments"] = InDocument("attachments"),
        ["threads"] = InDocument("comment_threads"),
        ["suggestions"] = InDocument("suggestions"),
        ["comments"] = """
            select d.workspace_id from comments c join comment_threads t on t.id = c.thread_id join documents d on d.id = t.document_id
            where c.id = @id
            """,
    };

    static readonly Refusal Unnamed = Problems.Forbidden.Because(
        "Name the workspace, the document or what else it is about: an owner has paused this agent in another workspace.");

    /// <inheritdoc cref="AgentBrake"/>
    public async ValueTask<Refusal?> Refuse(HttpContext context, Caller agent)
    {
        if (context.GetEndpoint() is not RouteEndpoint route || IsOpen(route, context)
            || await pauses.In(agent.CredentialId, context.RequestAborted) is not { Count: > 0 } paused)
        {
            return null;
        }

        return await Workspaces(route, context) switch
        {
            null => Unnamed,
            var workspaces => workspaces.Any(paused.Contains) ? AgentPauses.Refusal : null,
        };
    }

    // Sockets ask when they are opened, and the list of workspaces says no more than their names.
    static bool IsOpen(RouteEndpoint route, HttpContext context) =>
        !context.Request.IsForApi
        || route.Metadata.GetMetadata<IAllowAnonymous>() is not null
        || (Words(route) is [.., "workspaces"] && HttpMethods.IsGet(context.Request.Method));

    /// <summary>None for what isn't there; null where it can't be told.</summary>
    async Task<IReadOnlyList<Guid>?> Workspaces(RouteEndpoint route, HttpContext context)
    {
        var words = Words(route);
        if (words is [_, _, "search", ..] && Guid.TryParse(context.Request.Query["workspace"], out var searched))
        {
            return [searched];
        }

        // A body says to which workspace.
        if (words is [.., "move" or "duplicate"] || words.Length <= WhatIsNamed
            || route.RoutePattern.PathSegments.ElementAtOrDefault(WhatIsNamed + 1)?.Parts is not [RoutePatternParameterPart named]
            || !Guid.TryParse(context.Request.RouteValues[named.Name] as string, out var id))
        {
            return null;
        }

        return words[WhatIsNamed] == "workspaces" ? [id]
            : WorkspaceOf.TryGetValue(words[WhatIsNamed], out var sql)
                ? await database.Look(sql, [("@id", database.Stored(id))], row => row.GetGuid(0), context.RequestAborted)
            : null;
    }

    // As the route is written; a parameter is an empty word.
    static string[] Words(RouteEndpoint route) =>
    [
        .. route.RoutePattern.PathSegments.Select(segment => segment.Parts is [RoutePatternLiteralPart word] ? word.Content : ""),
    ];

    static string InDocument(string table) =>
        $"select d.workspace_id from {table} x join documents d on d.id = x.document_id where x.id = @id";
}
