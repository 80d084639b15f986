using MDReader.Server.Workspaces;

namespace MDReader.Host;

/// <summary>What the terminal shows once the server listens: where it is, and on the first run how to set it up.</summary>
static class Greeting
{
    public static async Task Print(WebApplication app)
    {
        var address = app.Urls.FirstOrDefault(url => url.StartsWith("http://", StringComparison.Ordinal)) ?? app.Urls.First();
        Console.WriteLine($"""

            MDReader is at   {address}
            """);
        if (await app.Services.GetRequiredService<SetupLink>().Renew(CancellationToken.None) is { } path)
            Console.WriteLine($"""
                Set it up here   {address}{path}
                                 (once; each start makes a new link until somebody has used it)
                """);
        Console.WriteLine();
    }
}
