using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace MDReader.TestKit;

/// <summary>
/// What Amazon API Gateway makes of a WebSocket, with its limits: text in frames of 32 KiB, a call for each opening, text
/// and closing, to whichever server is next and without waiting for the one before, so that they may overtake each other.
/// </summary>
public sealed class ApiGateway : IAsyncDisposable
{
    /// <summary>Whoever posts to its connections signs with this.</summary>
    public const string SecretKey = "test";

    const int LongestFrame = 32 * 1024;

    readonly WebApplication _app;
    readonly HttpClient _http = new();
    readonly ConcurrentDictionary<string, Line> _lines = [];
    IReadOnlyList<Uri> _servers = [];
    int _next;
    int _answered;

    ApiGateway(WebApplication app) => _app = app;

    /// <summary>The stage's address, for clients and for what is posted to them.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>What it shows the servers.</summary>
    public string Secret { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>How many of its calls were answered.</summary>
    public int Answered => _answered;

    /// <summary>How many connections it has open.</summary>
    public int Open => _lines.Count;

    public static async Task<ApiGateway> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var gateway = new ApiGateway(app);
        app.UseWebSockets();
        app.Map("/v1", gateway.Serve);
        app.MapPost("/v1/@connections/{id}", gateway.Post);
        app.MapDelete("/v1/@connections/{id}", gateway.HangUp);
        await app.StartAsync();
        gateway.Address = new Uri($"{app.Urls.Single()}/v1");
        return gateway;
    }

    /// <summary>Names the servers behind it.</summary>
    public void LeadTo(IEnumerable<Uri> servers) => _servers = [.. servers];

    public async ValueTask DisposeAsync()
    {
        foreach (var (_, line) in _lines)
            line.Socket.Abort();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _http.Dispose();
    }

    async Task Serve(HttpContext context)
    {
        var id = Convert.ToBase64String(RandomNumberGenerator.GetBytes(11));
        if (!await Call("connect", id, context.Request.QueryString.ToString(), "", context))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var line = _lines[id] = new(socket, new(1, 1));
        try
        {
            await Listen(id, line, context.RequestAborted);
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException)
        {
            socket.Abort();
        }
        _lines.TryRemove(id, out _);
        await Task.WhenAll(line.Calls);
        await Call("disconnect", id, "", "", context);
    }

    async Task Listen(string id, Line line, CancellationToken cancellation)
    {
        var buffer = new byte[LongestFrame + 1];
        for (var filled = 0; ;)
        {
            var read = await line.Socket.ReceiveAsync(buffer.AsMemory(filled), cancellation);
            if (read.MessageType == WebSocketMessageType.Close)
            {
                await line.Close(WebSocketCloseStatus.NormalClosure);
                return;
            }
            filled += read.Count;
            if (read.MessageType != WebSocketMessageType.Text || filled > LongestFrame)
            {
                await line.Close(filled > LongestFrame ? WebSocketCloseStatus.MessageTooBig : WebSocketCloseStatus.InvalidMessageType);
                return;
            }
            if (!read.EndOfMessage)
                continue;
            // Not waited for: texts may overtake each other.
            line.Calls.Add(Call("message", id, "", Encoding.UTF8.GetString(buffer, 0, filled), context: null));
            filled = 0;
        }
    }

    async Task<bool> Call(string what, string id, string query, string body, HttpContext? context)
    {
        var server = _servers[Interlocked.Increment(ref _next) % _servers.Count];
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server, $"/internal/apigw/{what}{query}"))
        {
            Content = new StringContent(body),
        };
        request.Headers.Add("X-Gateway-Secret", Secret);
        request.Headers.Add("X-Gateway-Connection", id);
        request.Headers.Add("X-Gateway-Address", "127.0.0.1");
        if (context?.Request.Headers.Authorization is [{ Length: > 0 } authorization])
            request.Headers.Add("X-Gateway-Authorization", authorization);
        try
        {
            using var answer = await _http.SendAsync(request);
            Interlocked.Increment(ref _answered);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    async Task<IResult> Post(HttpContext context, string id)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        if (!IsSigned(context, body.ToArray()))
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        if (!_lines.TryGetValue(Uri.UnescapeDataString(id), out var line))
            return Results.StatusCode(StatusCodes.Status410Gone);
        if (body.Length > LongestFrame)
            return Results.StatusCode(StatusCodes.Status413PayloadTooLarge);
        return await line.Send(body.ToArray()) ? Results.Ok() : Results.StatusCode(StatusCodes.Status410Gone);
    }

    async Task<IResult> HangUp(HttpContext context, string id)
    {
        if (!IsSigned(context, []))
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        if (!_lines.TryRemove(Uri.UnescapeDataString(id), out var line))
            return Results.StatusCode(StatusCodes.Status410Gone);
        await line.Close(WebSocketCloseStatus.NormalClosure);
        return Results.NoContent();
    }

    static bool IsSigned(HttpContext context, byte[] body) => AwsSignature.Holds(context.Request, body, "execute-api", SecretKey);

    sealed record Line(WebSocket Socket, SemaphoreSlim Turn)
    {
        public List<Task> Calls { get; } = [];

        public async Task<bool> Send(byte[] text)
        {
            await Turn.WaitAsync();
            try
            {
                await Socket.SendAsync(text, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
                return true;
            }
            catch (Exception gone) when (gone is WebSocketException or ObjectDisposedException or OperationCanceledException)
            {
                return false;
            }
            finally
            {
                Turn.Release();
            }
        }

        public async Task Close(WebSocketCloseStatus status)
        {
            try
            {
                await Socket.CloseOutputAsync(status, null, CancellationToken.None);
            }
            catch (Exception gone) when (gone is WebSocketException or ObjectDisposedException)
            {
                // It is closed.
            }
        }
    }
}
