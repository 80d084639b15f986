using MDReader.Server;
using MDReader.Server.Platform;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace MDReader.Desktop;

/// <summary>The whole server in this process, on loopback, with the files of this computer beside it.</summary>
static class DeskServer
{
    /// <exception cref="DesktopException">Its port is taken.</exception>
    public static async Task<WebApplication> Start(string data, Desk desk, Door door, IWindow window)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(DeskServer).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
            WebRootPath = "wwwroot",
            EnvironmentName = "Production",
            Args = ["--hostBuilder:reloadConfigOnChange=false"],
        });
        builder.Configuration["MDReader:Data"] = data;
        // It calls nobody, whatever this computer's environment is set to for others.
        builder.Configuration["MDReader:Pictures:FromElsewhere"] = "false";
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.UseUrls($"http://127.0.0.1:{desk.Port}");

        var app = ServerApp.Build(builder);
        app.UseClientHeaders();
        app.UseStaticFiles();
        door.Guard(app);
        app.UseClientPage($"""<meta name="mdreader-desk" content="{(window.CanChoose ? "chooses" : "")}" />""");
        app.MapDesk(desk, door, window);
        try
        {
            await app.StartAsync();
        }
        catch (IOException taken)
        {
            await app.DisposeAsync();
            throw new DesktopException($"""
                Another program is at port {desk.Port} of this computer, where MDReader's window keeps what you wrote.
                End that program and start again. ({taken.Message})
                """);
        }

        desk.Keep(app.Address().Port);
        return app;
    }

    public static Uri Address(this WebApplication app) => new(app.Urls.First());
}
