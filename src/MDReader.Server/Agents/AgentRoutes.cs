using System.Text.Json;
using System.Text.Json.Serialization;
using MDReader.Server.Collaboration;
using MDReader.Server.Platform;
using MDReader.Server.Search;
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
    const string Instructions =
        "Documents are Markdown that people edit at the same time. Read before you edit, send the base that you read, and prefer small edits by find and replace.";

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
            .WithMetadata(new NotIdempotent(), new NeedsScope(Scopes.Read), new KnowsAgents()).WithBodyLimit(4 * 1024 * 1024);
        api.MapWorkspaceAgents();
    }

    static async Task<IResult> Serve(
        HttpContext context, RateLimiter limiter, ContentReading reading, Found found, AgentHands hands, ILoggerFactory loggers)
    {
        if (RateLimits.Refused(context, await limiter.Take(PerMinute, Caller.Of(context)!.UserId.ToString())) is { } tooMany)
        {
            return tooMany;
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

    static async Task Answer(JsonRpcMessage message, AgentTools tools, HttpContext context, ILoggerFactory loggers)
    {
        var options = new McpServerOptions { ServerInfo = Server, ServerInstructions = Instructions, ToolCollection = [.. tools.All()] };
        await using var transport = new StreamableHttpServerTransport(loggers) { Stateless = true };
        await using var server = McpServer.Create(transport, options, loggers, context.RequestServices);
        var running = server.RunAsync(context.RequestAborted);
        var response = context.Response;
        response.ContentType = "text/event-stream";
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
