using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MDReader.Client;

/// <summary>The language model that the server's administrators have chosen. Requests and answers are as OpenAI's chat
/// completions have them.</summary>
public sealed class Assistant
{
    const string End = "[DONE]";

    readonly Calls _calls;

    internal Assistant(Calls calls) => _calls = calls;

    /// <param name="workspace">Whose day's tokens it takes; null for the caller's alone.</param>
    public Task<JsonElement> Chat(JsonObject request, Guid? workspace = null, CancellationToken cancellation = default) =>
        _calls.Post<JsonElement>("ai/chat/completions".With("workspace", workspace), request, key: null, cancellation);

    /// <summary>The answer piece by piece, as it is made.</summary>
    /// <inheritdoc cref="Chat"/>
    public async IAsyncEnumerable<JsonElement> ChatInPieces(
        JsonObject request, Guid? workspace = null, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var body = request.DeepClone();
        body["stream"] = true;
        using var answer = await _calls.Send(
            () => Calls.Request(HttpMethod.Post, "ai/chat/completions".With("workspace", workspace), Calls.Json(body)), cancellation,
            HttpCompletionOption.ResponseHeadersRead);
        await using var stream = await answer.Content.ReadAsStreamAsync(cancellation);
        await foreach (var piece in SseParser.Create(stream, (_, data) => Encoding.UTF8.GetString(data)).EnumerateAsync(cancellation))
            if (piece.Data != End)
                yield return JsonSerializer.Deserialize(piece.Data, ClientJson.Default.JsonElement);
    }

    /// <summary>None where the server has no assistant.</summary>
    public Task<ModelList> Models(CancellationToken cancellation = default) => _calls.Get<ModelList>("ai/models", cancellation);

    /// <summary>What was used today.</summary>
    public Task<AssistantUsage> Usage(Guid? workspace = null, CancellationToken cancellation = default) =>
        _calls.Get<AssistantUsage>("ai/usage".With("workspace", workspace), cancellation);
}

/// <param name="Data">The first is taken where a request names none.</param>
public sealed record ModelList(IReadOnlyList<Model> Data, string Object);

public sealed record Model(string Id, string Object);

/// <param name="Workspace">Null where none was asked for.</param>
public sealed record AssistantUsage(TokenUsage Person, TokenUsage? Workspace);

/// <param name="TokenBudget">Of prompts and answers together.</param>
/// <param name="ResetsAt">When the next day begins (UTC).</param>
public sealed record TokenUsage(long Requests, long PromptTokens, long CompletionTokens, long TokenBudget, DateTimeOffset ResetsAt);
