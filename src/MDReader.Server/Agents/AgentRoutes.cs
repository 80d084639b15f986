using System.Security.Claims;
using System.Text.Json;
using System.Text.Json.Serialization;
using MDReader.Server.Collaboration;
using MDReader.Server.Platform;
using MDReader.Server.Search;
using Microsoft.Net.Http.Headers;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace MDReader.Server.Agents;

/// <summary>
/// The Model Context Protocol over HTTP at <c>/mcp</c>, with a personal access token. Each request is answered by itself:
/// there is no session, so any process can take the next one.
/// </summary>
static class AgentRoutes
{
    const string Path = "/mcp";
    const string VersionHeader = "MCP-Protocol-Version";
    const string Instructions =
        "Documents are Markdown that people edit at the same time. Read before you edit, send the base that you read, and prefer small edits by find and replace.";

    /// <summary>Of the protocol: those that the library speaks.</summary>
    public static readonly string[] Versions = ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"];

    static readonly MediaTypeHeaderValue Events = new("text/event-stream");

    static readonly Implementation Server = new() { Name = "MDReader", Version = "1" };
    static readonly RateLimit PerMinute = new("agents", 600, TimeSpan.FromMinutes(1));

    public static void AddAgents(this IServiceCollection services)
    {
        services.AddFeatureJson(AgentsJson.Default);
        services.AddSingleton<AgentPauses>();
        services.AddSingleton<PausedIn>(provider => provider.GetRequiredService<AgentPauses>().In);
        services.AddSingleton<AgentBrake>(provider => provider.GetRequiredService<RouteBrake>().Refuse);
        services.AddSingleton<RouteBrake>();
        services.AddSingleton<Commenting>();
        services.AddSingleton<Proposing>();
        services.AddSingleton<AgentHands>();
    }

    public static void MapAgents(this IEndpointRouteBuilder app, RouteGroupBuilder api)
    {
        // Whether a tool may change something is asked of the token by the tool.
        app.MapPost(Path, Serve).RequireAuthorization().ExcludeFromDescription()
            .WithMetadata(new NotIdempotent("agents speak a protocol of their own, in streams"))
            .WithMetadata(new NeedsScope(Scopes.Read), new KnowsAgents()).WithBodyLimit(4 * 1024 * 1024);
        api.MapWorkspaceAgents();
    }

    static async Task<IResult> Serve(
        HttpContext context, RateLimiter limiter, ContentReading reading, Found found, AgentHands hands, ILoggerFactory loggers)
    {
        var caller = Caller.Of(context)!;
        if (RateLimits.Refused(context, await limiter.Take(PerMinute, caller.UserId.ToString())) is { } tooMany)
        {
            return tooMany;
        }

        if (!caller.IsAgent)
        {
            var via = new Via(Way.Mcp, caller.TokenName is null ? null : caller.CredentialId);
            context.User = new ClaimsPrincipal(new CallerIdentity(caller with { Via = via }));
        }

        if (Misfit(context.Request) is { } misfit)
        {
            return misfit;
        }

        JsonRpcMessage? message;
        try
        {
            message = await JsonSerializer.DeserializeAsync<JsonRpcMessage>(
                context.Request.Body, McpJsonUtilities.DefaultOptions, context.RequestAborted);
        }
        catch (JsonException)
        {
            message = null;
        }

        if (message is null)
        {
            return Problems.MalformedJson.Because("Send one JSON-RPC message.");
        }

        await Answer(message, new AgentTools(context, reading, found, hands), context, loggers);
        return TypedResults.Empty;
    }

    static Refusal? Misfit(HttpRequest request)
    {
        if (request.Headers[VersionHeader].ToString() is { Length: > 0 } version && !Versions.Contains(version))
        {
            return Problems.BadRequest.Because($"Leave {VersionHeader} out, or send one of {string.Join(", ", Versions)}.");
        }

        return request.GetTypedHeaders().Accept is { Count: > 0 } accepted && !accepted.Any(Events.IsSubsetOf)
            ? Problems.OfStatus(StatusCodes.Status406NotAcceptable).Because($"Accept {Events}: every answer comes as one.")
            : null;
    }

    static async Task Answer(JsonRpcMessage message, AgentTools tools, HttpContext context, ILoggerFactory loggers)
    {
        var options = new McpServerOptions { ServerInfo = Server, ServerInstructions = Instructions, ToolCollection = [.. tools.All()] };
        await using var transport = new StreamableHttpServerTransport(loggers) { Stateless = true };
        await using var server = McpServer.Create(transport, options, loggers, context.RequestServices);
        var running = server.RunAsync(context.RequestAborted);
        var response = context.Response;
        response.ContentType = $"{Events}";
        response.Headers.CacheControl = "no-store";
        if (!await transport.HandlePostRequestAsync(message, response.Body, context.RequestAborted))
        {
            // A notification: there is nothing to answer.
            response.ContentType = null;
            response.StatusCode = StatusCodes.Status202Accepted;
        }

        await transport.DisposeAsync();
        await running;
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(WorkspaceAgent))]
[JsonSerializable(typeof(WorkspaceAgentChange))]
[JsonSerializable(typeof(Page<WorkspaceAgent>))]
sealed partial class AgentsJson : JsonSerializerContext;
