using MDReader.Server.Backups;

namespace MDReader.Host;

/// <summary>
/// The verbs <c>backup [folder]</c>, beside a running server or without one; <c>backup verify folder</c>, which restores it
/// for a trial; and <c>restore folder</c>, into an instance that was never used.
/// </summary>
static class BackupVerbs
{
    const int Done = 0;
    const int Refused = 1;
    const int Unreadable = 2;

    public static async Task<int> Run(WebApplication app, string[] args)
    {
        var services = app.Services;
        try
        {
            switch (args)
            {
                case ["backup", "verify", var folder]:
                    await services.GetRequiredService<Restore>().Try(folder, CancellationToken.None);
                    Console.WriteLine($"{folder}: restored for a trial; every row and every file came back.");
                    return Done;
                case ["restore", var folder]:
                    await services.GetRequiredService<Restore>().Run(folder, CancellationToken.None);
                    Console.WriteLine($"Restored {folder}. Start the server.");
                    return Done;
                case ["backup"] or ["backup", not "verify"]:
                    var target = args is [_, var named]
                        ? named
                        : $"mdreader-backup-{services.GetRequiredService<TimeProvider>().GetUtcNow():yyyy-MM-dd-HHmmss}";
                    await services.GetRequiredService<Backup>().Make(target, pool: null, CancellationToken.None);
                    Console.WriteLine($"{Path.GetFullPath(target)} holds the backup. Try it out: backup verify {target}");
                    return Done;
                default:
                    Console.Error.WriteLine("Write: backup [folder] | backup verify <folder> | restore <folder>");
                    return Unreadable;
            }
        }
        catch (BackupException refused)
        {
            Console.Error.WriteLine(refused.Message);
            return Refused;
        }
    }
}
