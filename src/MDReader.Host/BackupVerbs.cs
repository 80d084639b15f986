using MDReader.Server.Backups;

namespace MDReader.Host;

/// <summary>
/// The verbs <c>backup [folder|store]</c>, beside a running server or without one; <c>backup verify PLACE</c>, which restores
/// it for a trial; <c>backup nightly</c>, which makes tonight's, tries it out and lets go of the oldest; and
/// <c>restore PLACE</c>, into an instance that was never used. A place is a folder, or <c>store/NAME</c> in the blob store.
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
                case ["backup", "verify", var place]:
                    await services.GetRequiredService<Restore>().Try(place, CancellationToken.None);
                    Console.WriteLine($"{place}: restored for a trial; every row and every file came back.");
                    return Done;
                case ["backup", "nightly"]:
                    var tonight = await services.GetRequiredService<NightlyBackup>().MakeIfDue(CancellationToken.None);
                    Console.WriteLine(tonight is null ? "Tonight's backup is there already." : $"{tonight.Place} {NightlyBackup.Made}");
                    return Done;
                case ["restore", var place]:
                    await services.GetRequiredService<Restore>().Run(place, CancellationToken.None);
                    Console.WriteLine($"Restored {place}. Start the server.");
                    return Done;
                case ["backup"] or ["backup", not "verify"]:
                    var target = args is [_, var named]
                        ? named
                        : $"mdreader-backup-{services.GetRequiredService<TimeProvider>().GetUtcNow():yyyy-MM-dd-HHmmss}";
                    var made = await services.GetRequiredService<Backup>().Make(target, CancellationToken.None);
                    Console.WriteLine($"{made} holds the backup. Try it out: backup verify {made}");
                    return Done;
                default:
                    Console.Error.WriteLine("Write: backup [<folder>|store] | backup verify <place> | backup nightly | restore <place>; a place is a folder, or store/NAME.");
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
