using System.Text.Json;

namespace MDReader.Server.Assistant;

/// <summary>Tokens as the provider counts them; guessed from the length where it doesn't say.</summary>
readonly record struct TokenCount(long Prompt, long Completion)
{
    const int BytesPerToken = 4;

    public long Total => Prompt + Completion;

    public static long Guess(long bytes) => (bytes + BytesPerToken - 1) / BytesPerToken;

    /// <summary>Null when the answer says nothing that makes sense.</summary>
    public static TokenCount? Read(JsonElement answer) =>
        answer.TryGetProperty("usage", out var usage) && usage.ValueKind == JsonValueKind.Object
        && Number(usage, "prompt_tokens") is { } prompt && Number(usage, "completion_tokens") is { } completion
            ? new(prompt, completion)
            : null;

    static long? Number(JsonElement usage, string name) =>
        usage.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number >= 0
            ? number
            : null;
}
