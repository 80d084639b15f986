using MDReader.Cloud;
using MDReader.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace MDReader.TestKit;

/// <summary>The real application on Kestrel at a free port of 127.0.0.1, with a data folder of its own.</summary>
public sealed class RunningServer : IAsyncDisposable
{
    readonly WebApplication _app;
    readonly DirectoryInfo _data;

    RunningServer(WebApplication app, DirectoryInfo data)
    {
        _app = app;
        _data = data;
        Address = new Uri(app.Urls.Single());
        Http = Client();
    }

    public Uri Address { get; }

    public HttpClient Http { get; }

    public IServiceProvider Services => _app.Services;

    public string DataFolder => _data.FullName;

    /// <summary>A client without a token; the next one knows nothing of its cookies.</summary>
    public HttpClient Client() =>
        new(new ContractCheck(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false })) { BaseAddress = Address };

    /// <param name="settings">Configuration such as <c>("MDReader:Accounts:Signup", "invited")</c>.</param>
    public static Task<RunningServer> Start(params (string Key, string Value)[] settings) => Start(_ => { }, settings);

    /// <param name="replace">Puts something else in the place of a service: a clock moved by hand, for one.</param>
    /// <param name="settings">Configuration.</param>
    public static async Task<RunningServer> Start(
        Action<IServiceCollection> replace, params (string Key, string Value)[] settings)
    {
        var data = Directory.CreateTempSubdirectory("mdreader-test-");
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ContentRootPath = data.FullName,
            Args = ["--hostBuilder:reloadConfigOnChange=false"],
        });
        builder.Logging.AddFilter<ConsoleLoggerProvider>(level => level >= LogLevel.Error);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration["MDReader:Data"] = data.FullName;
        // The hashing of passwords is slow on purpose; what is tested here is not how slow.
        builder.Configuration["MDReader:Accounts:PasswordIterations"] = "1000";
        if (await TestDatabase.Address() is { } database)
        {
            builder.Configuration["MDReader:Database"] = database;
        }

        foreach (var (key, value) in settings)
        {
            builder.Configuration[key] = value;
        }

        var app = ServerApp.Build(builder, services =>
        {
            services.AddCloud(builder.Configuration);
            replace(services);
        });
        app.MapCloud();
        await app.StartAsync();
        return new RunningServer(app, data);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _data.Delete(recursive: true);
    }
}
