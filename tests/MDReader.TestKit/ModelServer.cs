using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace MDReader.TestKit;

/// <summary>Speaks OpenAI's chat completions on a loopback port: repeats what it was told, word by word, until a test has it
/// behave otherwise.</summary>
public sealed class ModelServer : IAsyncDisposable
{
    public const string Key = "sk-canary-5f2c9a";

    readonly WebApplication _app;

    ModelServer(WebApplication app) => _app = app;

    public ConcurrentQueue<JsonElement> Requests { get; } = [];

    public ConcurrentQueue<string> Authorizations { get; } = [];

    /// <summary>How it answers; <see cref="Repeat"/> at first.</summary>
    public Func<HttpContext, JsonElement, Task> Behaviour { get; set; } = Repeat;

    public (string, string)[] Settings(string models = "small, large") =>
    [
        ("MDReader:Assistant:Url", $"{_app.Urls.Single()}/v1"),
        ("MDReader:Assistant:Key", Key),
        ("MDReader:Assistant:Models", models),
    ];

    public static async Task<ModelServer> Start()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new ModelServer(app);
        app.MapPost("/v1/chat/completions", async context =>
        {
            var request = (await JsonDocument.ParseAsync(context.Request.Body)).RootElement;
            server.Requests.Enqueue(request);
            server.Authorizations.Enqueue(context.Request.Headers.Authorization.ToString());
            await server.Behaviour(context, request);
        });
        await app.StartAsync();
        return server;
    }

    /// <summary>Says the last message again.</summary>
    public static async Task Repeat(HttpContext context, JsonElement request)
    {
        var text = request.GetProperty("messages").EnumerateArray().Last().GetProperty("content").ToString();
        var usage = new { prompt_tokens = 7, completion_tokens = 3, total_tokens = 10 };
        if (!request.TryGetProperty("stream", out var stream) || !stream.GetBoolean())
        {
            await context.Response.WriteAsJsonAsync(new
            {
                id = "1",
                @object = "chat.completion",
                model = request.GetProperty("model").GetString(),
                choices = new[] { new { index = 0, message = new { role = "assistant", content = text }, finish_reason = "stop" } },
                usage,
            });
            return;
        }

        context.Response.ContentType = "text/event-stream";
        foreach (var word in text.Split(' '))
        {
            await Piece(context, word);
        }

        await Event(context, new { choices = Array.Empty<object>(), usage });
        await context.Response.WriteAsync("data: [DONE]\n\n");
    }

    /// <summary>One piece of a streamed answer.</summary>
    public static Task Piece(HttpContext context, string text) =>
        Event(context, new { choices = new[] { new { index = 0, delta = new { content = text } } } });

    static async Task Event(HttpContext context, object data)
    {
        await context.Response.WriteAsync($"data: {JsonSerializer.Serialize(data)}\n\n");
        await context.Response.Body.FlushAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }
}
