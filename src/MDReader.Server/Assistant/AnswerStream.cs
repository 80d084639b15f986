using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;
using MDReader.Server.Platform;
using Microsoft.Extensions.Options;

namespace MDReader.Server.Assistant;

/// <summary>Passes an answer on piece by piece as it comes. Each piece is checked to be one; what isn't, or doesn't come in
/// time, ends the stream with an error as OpenAI's clients know it, since its status is sent already.</summary>
sealed class AnswerStream(ModelProvider provider, TimeProvider time, IOptions<AssistantOptions> options)
{
    const int LongestPiece = 256 * 1024;

    // A piece may be a single token, with all that stands around it.
    const int BytesPerToken = 1024;

    static readonly byte[] Done = "data: [DONE]\n\n"u8.ToArray();

    /// <returns>What was used, as far as it is known.</returns>
    public async Task<TokenCount> Pass(
        HttpResponseMessage answer, HttpContext context, long promptGuess, bool tellUsage, CancellationToken cancellationToken)
    {
        var response = context.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no";
        await response.StartAsync(cancellationToken);

        var (counted, bytes) = ((TokenCount?)null, 0L);
        using var end = new CancellationTokenSource(options.Value.LongestAnswer, time);
        using var late = new CancellationTokenSource();
        using var any = CancellationTokenSource.CreateLinkedTokenSource(end.Token, late.Token, cancellationToken);
        using var patience = time.CreateTimer(_ => late.Cancel(), null, options.Value.Patience, Timeout.InfiniteTimeSpan);
        try
        {
            await using var body = new LimitedStream(
                await answer.Content.ReadAsStreamAsync(any.Token), LongestPiece + ((long)options.Value.AnswerTokens * BytesPerToken));
            await foreach (var piece in SseParser.Create(body).EnumerateAsync(any.Token))
            {
                patience.Change(options.Value.Patience, Timeout.InfiniteTimeSpan);
                if (piece.Data == "[DONE]")
                {
                    await response.Body.WriteAsync(Done, cancellationToken);
                    return Count();
                }

                if (piece.Data.Length > LongestPiece || Read(piece.Data) is not { } json)
                {
                    await Fail(provider.Nonsense());
                    return Count();
                }

                counted = TokenCount.Read(json) ?? counted;
                bytes += piece.Data.Length;
                // The provider is asked for its count, and not every client expects a piece without a choice.
                if (tellUsage || json.GetProperty("choices").GetArrayLength() > 0)
                {
                    await response.WriteAsync($"data: {JsonSerializer.Serialize(json)}\n\n", cancellationToken);
                    await response.Body.FlushAsync(cancellationToken);
                }
            }

            // It ended without saying so: cut off.
            await Fail(provider.Nonsense());
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            await Fail(ModelProvider.Slow());
        }
        catch (OperationCanceledException)
        {
            // Nobody listens any more; the provider's connection closes with the answer.
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or InvalidDataException)
        {
            await Fail(provider.Nonsense());
        }

        return Count();

        TokenCount Count() => counted ?? new(promptGuess, TokenCount.Guess(bytes));

        async Task Fail(Refusal refusal)
        {
            var error = new { error = new { message = refusal.Detail, type = refusal.Type.Uri, code = refusal.Type.Name } };
            await response.WriteAsync($"data: {JsonSerializer.Serialize(error)}\n\n", Encoding.UTF8, cancellationToken);
        }
    }

    static JsonElement? Read(string data)
    {
        try
        {
            using var json = JsonDocument.Parse(data);
            return ModelProvider.IsAnswer(json.RootElement) ? json.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
