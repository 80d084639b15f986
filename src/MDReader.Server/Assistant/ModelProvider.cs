using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;
using MDReader.Server.Platform;
using Microsoft.Extensions.Options;

namespace MDReader.Server.Assistant;

/// <summary>Whatever speaks OpenAI's chat completions at the configured address. Its failures become problems of this
/// server's; of what it says only the reason for which it refuses a request is passed on, without the key.</summary>
sealed partial class ModelProvider(IOptions<AssistantOptions> options, TimeProvider time, ILogger<ModelProvider> logger) : IDisposable
{
    const int LongestAnswer = 4 * 1024 * 1024;
    const int LongestReason = 300;

    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(15),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Sends the request and waits for the answer's beginning.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up; so has the provider been told.</exception>
    public async Task<(HttpResponseMessage? Answer, Refusal? Refusal)> Ask(ChatRequest request, CancellationToken cancellationToken)
    {
        var settings = options.Value;
        using var late = new CancellationTokenSource(settings.Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        using var message = new HttpRequestMessage(HttpMethod.Post, new Uri($"{settings.Url!.ToString().TrimEnd('/')}/chat/completions"))
        {
            Content = JsonContent.Create(request, options: Json),
        };
        if (settings.Key is { Length: > 0 } key)
        {
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        try
        {
            var answer = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, either.Token);
            if (answer.StatusCode == HttpStatusCode.OK)
            {
                return (answer, null);
            }

            using (answer)
            {
                return (null, await Explain(answer, either.Token));
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            LogSlow(settings.Patience);
            return (null, Slow());
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            LogUnreachable(failure.GetType().Name);
            return (null, Problems.AssistantFailed.Because("The model's provider can't be reached; try again later."));
        }
    }

    /// <summary>A whole answer, checked to be one.</summary>
    public async Task<(JsonElement? Answer, Refusal? Refusal)> Read(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(options.Value.LongestAnswer, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            await using var body = await answer.Content.ReadAsStreamAsync(either.Token);
            using var kept = new MemoryStream();
            var buffer = new byte[16 * 1024];
            while (await body.ReadAsync(buffer, either.Token) is > 0 and var read)
            {
                kept.Write(buffer, 0, read);
                if (kept.Length > LongestAnswer)
                {
                    return (null, Nonsense());
                }
            }

            using var json = JsonDocument.Parse(kept.GetBuffer().AsMemory(0, (int)kept.Length));
            return IsAnswer(json.RootElement) ? (json.RootElement.Clone(), null) : (null, Nonsense());
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            LogSlow(options.Value.LongestAnswer);
            return (null, Slow());
        }
        catch (Exception failure) when (failure is JsonException or HttpRequestException or IOException)
        {
            return (null, Nonsense());
        }
    }

    public static bool IsAnswer(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty("choices", out var choices) && choices.ValueKind == JsonValueKind.Array;

    public static Refusal Slow() => Problems.AssistantSlow.Because("The model took too long; try again, or ask for less.");

    public Refusal Nonsense()
    {
        LogNonsense();
        return Problems.AssistantFailed.Because("The model's provider sent something that is no answer; try again later.");
    }

    public void Dispose() => _http.Dispose();

    async Task<Refusal> Explain(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var status = (int)answer.StatusCode;
        LogRefused(status);
        if (status == StatusCodes.Status429TooManyRequests)
        {
            return Problems.AssistantFailed.Because("The model's provider has too much to do; try again in a minute.");
        }

        return status is StatusCodes.Status400BadRequest or StatusCodes.Status413PayloadTooLarge or StatusCodes.Status422UnprocessableEntity
            ? Problems.AssistantRefused.Because($"The model's provider refused the request{await Reason(answer, cancellationToken)}")
            : Problems.AssistantFailed.Because("The model's provider didn't answer as it should; try again later.");
    }

    async Task<string> Reason(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        try
        {
            var body = new byte[LongestReason * 8];
            await using var stream = await answer.Content.ReadAsStreamAsync(cancellationToken);
            var read = await stream.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, cancellationToken);
            using var json = JsonDocument.Parse(body.AsMemory(0, read));
            var said = json.RootElement.GetProperty("error").GetProperty("message").GetString() ?? "";
            said = string.Concat(said.Select(c => char.IsControl(c) ? ' ' : c));
            if (options.Value.Key is { Length: > 0 } key)
            {
                said = said.Replace(key, "…", StringComparison.Ordinal);
            }

            return said.Length == 0 ? "." : $": {said[..Math.Min(said.Length, LongestReason)]}";
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or KeyNotFoundException or IOException or HttpRequestException)
        {
            return ".";
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The model's provider can't be reached ({Failure}).")]
    partial void LogUnreachable(string failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The model's provider took more than {Patience}.")]
    partial void LogSlow(TimeSpan patience);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The model's provider answered {Status}.")]
    partial void LogRefused(int status);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The model's provider sent what is no answer.")]
    partial void LogNonsense();
}
