using MDReader.Server.Workspaces;

namespace MDReader.Host;

/// <summary>What is shown once the server listens: where it is, and on the first run how to set it up. In the log where
/// standard output is one, else for the person at the terminal.</summary>
static partial class Greeting
{
    public static async Task Print(WebApplication app)
    {
        var address = app.Urls.FirstOrDefault(url => url.StartsWith("http://", StringComparison.Ordinal)) ?? app.Urls.First();
        var setUp = await app.Services.GetRequiredService<SetupLink>().Find(CancellationToken.None);
        if (Settings.LogsJson(app.Environment))
            Log(app.Logger, address, setUp);
        else
            Write(address, setUp);
    }

    static void Log(ILogger log, string address, string? setUp)
    {
        LogAddress(log, address);
        if (setUp is not null)
            LogSetUp(log, address + setUp);
    }

    static void Write(string address, string? setUp)
    {
        Console.WriteLine($"""

            MDReader is at   {address}
            """);
        if (setUp is not null)
            Console.WriteLine($"""
                Set it up here   {address}{setUp}
                                 (once; every start shows it until somebody has used it)
                """);
        Console.WriteLine();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "MDReader is at {Address}")]
    static partial void LogAddress(ILogger log, string address);

    [LoggerMessage(Level = LogLevel.Information, Message = "Set it up here, once: {Address}")]
    static partial void LogSetUp(ILogger log, string address);
}
