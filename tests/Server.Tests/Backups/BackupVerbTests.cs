using System.Net;
using System.Net.Http.Headers;
using MDReader.TestKit;

namespace Server.Tests.Backups;

/// <summary>The drill as whoever runs a server does it: by commands.</summary>
public sealed class BackupVerbTests : IDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mdreader-verbs-");

    public void Dispose() => _folder.Delete(recursive: true);

    string Instance(string name) => _folder.CreateSubdirectory(name).FullName;

    static Task<string> Run(string instance, params string[] arguments) => HostProcess.Run(instance, settings: null, arguments);

    [Fact]
    public async Task An_instance_is_backed_up_tried_out_and_restored_elsewhere()
    {
        var (from, to) = (Instance("from"), Instance("to"));
        var seeded = await HostProcess.Seed(from, users: 1, documents: 1);
        var place = Path.Combine(_folder.FullName, "backup");

        (await Run(from, "backup", place)).ShouldContain($"{place} holds the backup");
        (await Run(from, "backup", "verify", place)).ShouldContain("every row and every file came back");
        (await Run(to, "restore", place)).ShouldContain($"Restored {place}");

        await using (var host = await HostProcess.Start(to))
        {
            using var http = new HttpClient { BaseAddress = host.Address };
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", seeded.Users[0].Token);
            (await http.Ask("GET", $"/api/v1/documents/{seeded.Documents[0]}/content")).Status.ShouldBe(HttpStatusCode.OK);
        }

        (await Should.ThrowAsync<InvalidOperationException>(() => Run(to, "restore", place))).Message.ShouldStartWith("Exit code 1");
        File.Delete(Path.Combine(place, "manifest.json"));
        (await Should.ThrowAsync<InvalidOperationException>(() => Run(from, "backup", "verify", place))).Message.ShouldStartWith("Exit code 1");
    }

    [Fact]
    public async Task Tonights_is_made_once_by_whoever_is_told_to()
    {
        var instance = Instance("one");
        await HostProcess.Seed(instance, users: 1, documents: 1);
        var settings = new Dictionary<string, string> { ["MDREADER_BACKUPS"] = Instance("nights") };

        (await HostProcess.Run(instance, settings, "backup", "nightly")).ShouldContain("holds a backup that was restored for a trial.");
        (await HostProcess.Run(instance, settings, "backup", "nightly")).ShouldContain("is there already");
        (await Should.ThrowAsync<InvalidOperationException>(() => Run(instance, "backup", "nightly"))).Message.ShouldStartWith("Exit code 1");
    }

    [Fact]
    public async Task A_backup_in_the_store_is_found_by_the_name_that_was_printed()
    {
        var instance = Instance("one");
        await HostProcess.Seed(instance, users: 1, documents: 1);

        var name = (await Run(instance, "backup", "store")).Split(' ')[0];

        name.ShouldStartWith("store/");
        (await Run(instance, "backup", "verify", name)).ShouldContain("every row and every file came back");
        (await Should.ThrowAsync<InvalidOperationException>(() => Run(instance, "restore"))).Message.ShouldStartWith("Exit code 2");
    }
}
