using System.Collections.Concurrent;
using MDReader.TestKit;

namespace Server.Tests.Durability;

/// <summary>
/// "Saved" means on the disk, and not in the memory of a machine whose power may go: what a host does to its disk is recorded
/// while people type, and cut off at many moments.
/// </summary>
public sealed class PowerCutTests(ITestOutputHelper output)
{
    const int Seed = 20261126;
    const int Typists = 6, Documents = 3, WordsAtATime = 20;
    static readonly bool IsLong = Environment.GetEnvironmentVariable("MDREADER_LONG") is not null;
    static readonly int Cuts = IsLong ? 300 : 12;
    static readonly int Words = IsLong ? 600 : 40;

    [Fact]
    public async Task What_was_acknowledged_is_there_whenever_the_power_goes_and_would_not_be_if_commits_were_not_synced()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("MDREADER_TEST_DATABASE") is null, "This is about SQLite.");
        var data = Directory.CreateTempSubdirectory("mdreader-power-");
        try
        {
            var seeded = await HostProcess.Seed(data.FullName, Typists, Documents);
            using var disk = await RecordedDisk.Of(data.FullName);
            var saved = await Type(data.FullName, seeded, disk);
            var cuts = new PowerCuts(disk, saved, seeded);
            output.WriteLine($"seed {Seed}: {saved.Count} words saved; {cuts.Summary}");
            saved.Count.ShouldBeGreaterThanOrEqualTo(3 * Typists * Words);

            var made = await cuts.Make(Cuts, new(Seed));
            output.WriteLine($"{made}");
            (made.Lost, made.Doubled).ShouldBe((0, 0));

            // The check is able to fail.
            var control = await cuts.Make(2, new(Seed), isCommitSynced: false);
            output.WriteLine($"had commits not been synced: {control}");
            control.Lost.ShouldBeGreaterThan(0);
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    // A clean stop moves the log to the database; after a kill the next process finds the log and goes on with it.
    static async Task<IReadOnlyCollection<SavedWord>> Type(string data, Seeded seeded, RecordedDisk disk)
    {
        var saved = new ConcurrentQueue<SavedWord>();
        var typists = seeded.Users.Select((user, number) => new Typist(seeded.Documents[number % Documents], user.Token, number)
        {
            OnAcknowledged = word => saved.Enqueue(new(number % Documents, word, disk.Now)),
        }).ToList();
        for (var process = 0; process < 3; process++)
        {
            await using var host = await HostProcess.Start(data, port: null, disk.Settings);
            using var stop = new CancellationTokenSource();
            var typing = typists.Select(typist => typist.Type(() => host.Address, stop.Token)).ToList();
            for (var words = 0; words < Words; words += WordsAtATime)
                await Task.WhenAll(typists.Select(typist => typist.Acknowledge(WordsAtATime)));
            await (process == 0 ? host.Terminate() : host.Kill());
            await stop.CancelAsync();
            await Task.WhenAll(typing);
        }
        return saved;
    }
}
