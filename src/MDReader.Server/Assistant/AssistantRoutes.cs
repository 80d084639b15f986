using System.Text.Json;
using MDReader.Server.Access;
using MDReader.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace MDReader.Server.Assistant;

/// <summary>A model that may be used, as OpenAI lists it.</summary>
public sealed record Model(string Id, string Object = "model");

public sealed record ModelList(IReadOnlyList<Model> Data, string Object = "list");

/// <summary>What was used today.</summary>
/// <param name="TokenBudget">Of prompts and answers together.</param>
/// <param name="ResetsAt">When the next day begins (UTC).</param>
public sealed record UsageEntry(
    long Requests, long PromptTokens, long CompletionTokens, long TokenBudget, DateTimeOffset ResetsAt);

/// <param name="Workspace">Null where none was asked for.</param>
public sealed record UsageAnswer(UsageEntry Person, UsageEntry? Workspace);

static class AssistantRoutes
{
    const long LargestBody = 1024 * 1024;

    public static void MapAssistantRoutes(this RouteGroupBuilder api)
    {
        var assistant = api.MapGroup("/ai");
        assistant.MapPost("/chat/completions", Chat).WithName("Chat")
            .WithMetadata(new NotIdempotent("the answer is a stream, and nobody's but the asker's")).WithBodyLimit(LargestBody)
            .Produces<JsonElement>(StatusCodes.Status200OK, "application/json", "text/event-stream")
            .Refuses(
                Problems.NotFound, Problems.Invalid, Problems.TooLarge, Problems.RateLimited, Problems.AssistantBudget,
                Problems.AssistantOff, Problems.AssistantRefused, Problems.AssistantFailed, Problems.AssistantSlow);
        assistant.MapGet("/models", Models).WithName("ListModels");
        assistant.MapGet("/usage", Usage).WithName("GetAssistantUsage").Refuses(Problems.NotFound);
    }

    static Answer<ModelList> Models(IOptions<AssistantOptions> options) => Answers.With(new ModelList(
        options.Value.IsOn ? [.. options.Value.ModelNames.Select(name => new Model(name))] : []));

    static async Task<Results<Answer<UsageAnswer>, Refusal>> Usage(
        Caller caller, [FromQuery(Name = "workspace")] Guid? workspace, Authorizer authorizer, Budgets budgets,
        IOptions<AssistantOptions> options, CancellationToken cancellationToken)
    {
        if (await Hidden(workspace, caller, authorizer, cancellationToken) is { } hidden)
        {
            return hidden;
        }

        return Answers.With(new UsageAnswer(
            await Of(caller.UserId, options.Value.TokensPerPerson),
            workspace is { } id ? await Of(id, options.Value.TokensPerWorkspace) : null));

        async Task<UsageEntry> Of(Guid owner, long budget)
        {
            var used = await budgets.Used(owner, cancellationToken);
            return new(used.Requests, used.PromptTokens, used.CompletionTokens, budget, budgets.ResetsAt);
        }
    }

    /// <summary>Asks a model. With <c>?workspace=</c> it counts for that workspace too.</summary>
    static async Task<Results<EmptyHttpResult, Refusal>> Chat(
        ChatRequest body, [FromQuery(Name = "workspace")] Guid? workspace, HttpContext context, Authorizer authorizer,
        AssistantLimits limits, Conversation conversation, IOptions<AssistantOptions> options)
    {
        var caller = Caller.Of(context)!;
        if (!options.Value.IsOn)
        {
            return Problems.AssistantOff.Because("Whoever runs this server can turn it on with MDREADER_AI_URL.");
        }

        if (await Hidden(workspace, caller, authorizer, context.RequestAborted) is { } hidden)
        {
            return hidden;
        }

        var (atWork, tooMany) = await limits.Enter(context, workspace);
        using (atWork)
        {
            return (tooMany ?? await conversation.Answer(body, workspace, context)) is { } refusal ? refusal : TypedResults.Empty;
        }
    }

    static async Task<Refusal?> Hidden(Guid? workspace, Caller caller, Authorizer authorizer, CancellationToken cancellationToken) =>
        workspace is { } id && await authorizer.Role(id, caller.UserId, cancellationToken) is null
            ? Problems.NotFound.Because("There is no such workspace, or you are not a member.")
            : null;
}
