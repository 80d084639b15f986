using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace MDReader.TestKit;

/// <summary>Another server on a loopback port, with a picture at every address, until a test has it do otherwise.</summary>
public sealed class PictureHost : IAsyncDisposable
{
    readonly WebApplication _app;

    PictureHost(WebApplication app) => _app = app;

    /// <summary>What headers each request had that reached it.</summary>
    public ConcurrentQueue<IReadOnlyList<string>> Requests { get; } = [];

    public Func<HttpContext, Task> Behaviour { get; set; } = Show(Uploads.Png, "image/png");

    public int Port => new Uri(_app.Urls.Single()).Port;

    public string Address => $"http://127.0.0.1:{Port}/boat.png";

    /// <summary>Has pictures fetched from it, though it is beside the server.</summary>
    public static (string, string)[] Settings =>
    [
        ("MDReader:Pictures:FromElsewhere", "true"),
        ("MDReader:Pictures:AnyAddress", "true"),
        ("MDReader:Pictures:AnyPort", "true"),
    ];

    public static async Task<PictureHost> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var host = new PictureHost(app);
        app.Run(async context =>
        {
            host.Requests.Enqueue([.. context.Request.Headers.Keys]);
            await host.Behaviour(context);
        });
        await app.StartAsync();
        return host;
    }

    public static Func<HttpContext, Task> Show(byte[] bytes, string mediaType, int status = StatusCodes.Status200OK) =>
        async context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = mediaType;
            await context.Response.Body.WriteAsync(bytes);
        };

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
