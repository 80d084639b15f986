using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using MDReader.TestKit;

namespace Server.Tests.Durability;

/// <summary>A disk that refuses to write or to sync, in the middle of a commit and for as long as it likes.</summary>
public sealed class DiskFaultTests(ITestOutputHelper output)
{
    const int Seed = 20261127;
    const int Typists = 4, Documents = 2, Words = 10;
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    static readonly bool IsLong = Environment.GetEnvironmentVariable("MDREADER_LONG") is not null;
    static readonly int Faults = IsLong ? 100 : 12;
    static readonly int Cuts = IsLong ? 100 : 6;

    [Fact]
    public async Task Whatever_fails_while_people_type_nothing_that_was_called_saved_is_lost_or_doubled()
    {
        await WithHost(Typists, Documents, async (host, seeded, disk) =>
        {
            var random = new Random(Seed);
            var saved = new ConcurrentQueue<SavedWord>();
            var typists = seeded.Users.Select((user, number) => new Typist(seeded.Documents[number % Documents], user.Token, number)
            {
                OnAcknowledged = word => saved.Enqueue(new(number % Documents, word, disk.Now)),
            }).ToList();
            using var stop = new CancellationTokenSource();
            var typing = typists.Select(typist => typist.Type(() => host.Address, stop.Token)).ToList();
            try
            {
                for (var fault = 0; fault < Faults; fault++)
                {
                    await Task.WhenAll(typists.Select(typist => typist.Acknowledge(Words)));
                    disk.Fail(Any(random));
                    await Eventually.Holds(() => disk.Failed > 0, $"fault {fault} of seed {Seed}");
                }
                await Task.WhenAll(typists.Select(typist => typist.Acknowledge(Words)));
            }
            finally
            {
                await stop.CancelAsync();
                await Task.WhenAll(typing);
            }
            await host.Kill();
            var cuts = new PowerCuts(disk, saved, seeded);
            output.WriteLine($"seed {Seed}: {saved.Count} words saved, {typists.Sum(typist => typist.Closed.Count)} connections ended; {cuts.Summary}");
            var made = await cuts.Make(Cuts, random);
            output.WriteLine($"{made}");
            (made.Lost, made.Doubled).ShouldBe((0, 0));
        });
    }

    [Fact]
    public async Task While_the_disk_refuses_nothing_is_called_saved_and_afterwards_everything_is()
    {
        await WithHost(1, 1, async (host, seeded, disk) =>
        {
            var token = seeded.Users[0].Token;
            await using var client = await LiveClient.Connect(host.Address, seeded.Documents[0], $"token={token}&ack=1");
            await client.Synced();
            using var http = new HttpClient { BaseAddress = host.Address };
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
            foreach (var (act, error) in new[]
            {
                (DiskAct.Synced, Fault.InputOutput), (DiskAct.Wrote, Fault.InputOutput), (DiskAct.Wrote, Fault.NoSpace),
            })
            {
                await client.Type("before ");
                await client.AllSaved().WaitAsync(Patience);
                var (saved, etag) = (client.Saved, client.Version);

                disk.Fail(new(act, error) { File = DiskFiles.Log });
                await client.Type("meanwhile ");
                await Eventually.Holds(() => disk.Failed >= 3, "three tries to commit");
                var refused = await http.Ask("PUT", $"/api/v1/documents/{seeded.Documents[0]}/content",
                    new StringContent("over it", MediaTypeHeaderValue.Parse("text/markdown")),
                    ("If-Match", $"\"{etag.Epoch}-{etag.Seq}\""));
                refused.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
                var unnamed = await http.Ask("PATCH", $"/api/v1/documents/{seeded.Documents[0]}", new { title = "Another" }, ("If-Match", "*"));
                (unnamed.Status, unnamed.Problem).ShouldBe((HttpStatusCode.ServiceUnavailable, "unavailable"), unnamed.Text);
                client.Saved.ShouldBe(saved);

                disk.Fail(Fault.None);
                await client.AllSaved().WaitAsync(Patience);
                client.Saved.ShouldBe(client.Sent);
                client.CloseCode.ShouldBeNull();
                // The write that wasn't answered in time stood on a version that is past: it was not made.
                client.Text.ShouldStartWith("meanwhile before ");
                (await http.GetStringAsync($"/api/v1/documents/{seeded.Documents[0]}/content")).ShouldBe(client.Text);
            }
        });
    }

    static Fault Any(Random random) => new(
        random.Next(2) == 0 ? DiskAct.Synced : DiskAct.Wrote,
        random.Next(2) == 0 ? Fault.InputOutput : Fault.NoSpace,
        Count: random.Next(1, 4))
    {
        After = random.Next(30),
    };

    static async Task WithHost(int users, int documents, Func<HostProcess, Seeded, RecordedDisk, Task> act)
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("MDREADER_TEST_DATABASE") is null, "This is about SQLite.");
        var data = Directory.CreateTempSubdirectory("mdreader-fault-");
        try
        {
            var seeded = await HostProcess.Seed(data.FullName, users, documents);
            using var disk = await RecordedDisk.Of(data.FullName);
            await using var host = await HostProcess.Start(data.FullName, port: null, disk.Settings);
            await act(host, seeded, disk);
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }
}
