using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using MDReader.Server.Platform;

namespace MDReader.Server.Assistant;

/// <summary>A request as OpenAI's chat completions have it. Members that aren't named here are left out.</summary>
/// <param name="Model">One of <c>GET /ai/models</c>; left out, the first of them.</param>
/// <param name="Stream">True for the answer piece by piece, as server-sent events.</param>
/// <param name="MaxTokens">The longest answer; the server has a limit of its own.</param>
public sealed record ChatRequest(
    string? Model = null,
    IReadOnlyList<ChatMessage>? Messages = null,
    bool? Stream = null,
    [property: JsonPropertyName("stream_options")] ChatStreamOptions? StreamOptions = null,
    double? Temperature = null,
    [property: JsonPropertyName("top_p")] double? TopP = null,
    [property: JsonPropertyName("max_tokens")] int? MaxTokens = null,
    [property: JsonPropertyName("max_completion_tokens")] int? MaxCompletionTokens = null,
    [property: JsonPropertyName("presence_penalty")] double? PresencePenalty = null,
    [property: JsonPropertyName("frequency_penalty")] double? FrequencyPenalty = null,
    JsonElement? Stop = null,
    long? Seed = null,
    [property: JsonPropertyName("response_format")] JsonElement? ResponseFormat = null,
    JsonElement? Tools = null,
    [property: JsonPropertyName("tool_choice")] JsonElement? ToolChoice = null) : IChecked
{
    const int MostMessages = 200;

    public IEnumerable<Flaw> Check()
    {
        if (Messages is not { Count: > 0 and <= MostMessages })
        {
            yield return new("/messages", "required", $"Send 1 to {MostMessages} messages.");
            yield break;
        }

        foreach (var (index, message) in Messages.Index())
        {
            if (message?.Flaw($"/messages/{index}") is { } flaw)
            {
                yield return flaw;
            }
        }

        if (MaxTokens is < 1 || MaxCompletionTokens is < 1)
        {
            yield return new(MaxTokens is < 1 ? "/max_tokens" : "/max_completion_tokens", "out-of-range", "Allow at least 1 token.");
        }
    }

    /// <summary>Everything that the model reads, in bytes of UTF-8.</summary>
    internal int PromptBytes => Messages!.Sum(message => Encoding.UTF8.GetByteCount(message.Text))
        + (Tools is { } tools ? Encoding.UTF8.GetByteCount(tools.GetRawText()) : 0);
}

/// <param name="Content">Text, or a list of <c>{"type": "text", "text": "…"}</c>. Pictures by their address are refused:
/// nobody fetches anything on a caller's word.</param>
public sealed record ChatMessage(
    string? Role = null,
    JsonElement? Content = null,
    string? Name = null,
    [property: JsonPropertyName("tool_calls")] JsonElement? ToolCalls = null,
    [property: JsonPropertyName("tool_call_id")] string? ToolCallId = null)
{
    internal string Text => Content is { } content ? content.GetRawText() : "";

    internal Flaw? Flaw(string pointer) =>
        Role is not ("system" or "developer" or "user" or "assistant" or "tool")
            ? new($"{pointer}/role", "unknown-role", "Use system, developer, user, assistant or tool.")
            : Content is { } content && !IsText(content) || Content is null && ToolCalls is null
                ? new($"{pointer}/content", "not-text", "Send text, or a list of parts of type text.")
                : null;

    static bool IsText(JsonElement content) => content.ValueKind switch
    {
        JsonValueKind.String => true,
        JsonValueKind.Array => content.EnumerateArray().All(part =>
            part.ValueKind == JsonValueKind.Object
            && part.TryGetProperty("type", out var type) && type.ValueEquals("text")
            && part.TryGetProperty("text", out var text) && text.ValueKind == JsonValueKind.String),
        _ => false,
    };
}

/// <param name="IncludeUsage">True to be told at the end how many tokens were used.</param>
public sealed record ChatStreamOptions([property: JsonPropertyName("include_usage")] bool? IncludeUsage = null);
