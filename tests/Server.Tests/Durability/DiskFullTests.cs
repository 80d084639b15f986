using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using MDReader.TestKit;

namespace Server.Tests.Durability;

/// <summary>A full disk, really full: a file system of 16 MiB in memory, which only root may mount.</summary>
public sealed class DiskFullTests
{
    const int EditBytes = 40_000;
    const int Edits = 20;

    [Fact]
    public async Task On_a_full_disk_nothing_is_called_saved_and_with_space_again_everything_is()
    {
        var data = Directory.CreateTempSubdirectory("mdreader-full-");
        if (!await Mounted("-t", "tmpfs", "-o", "size=16m", "tmpfs", data.FullName))
            Assert.Skip("Only root may mount a small file system.");
        try
        {
            var seeded = await HostProcess.Seed(data.FullName, users: 1, documents: 1);
            await using var host = await HostProcess.Start(data.FullName);
            var token = seeded.Users[0].Token;
            await using var client = await LiveClient.Connect(host.Address, seeded.Documents[0], $"token={token}&ack=1");
            await client.Synced();
            await client.Type("before ");
            await client.AllSaved();

            var ballast = Path.Combine(data.FullName, "ballast");
            Fill(ballast);
            for (var edit = 0; edit < Edits; edit++)
                await client.Type(new string('x', EditBytes));
            using var http = new HttpClient { BaseAddress = host.Address };
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
            var refused = await http.Ask("PUT", $"/api/v1/documents/{seeded.Documents[0]}/content",
                new StringContent("over it", MediaTypeHeaderValue.Parse("text/markdown")), ("If-Match", "\"1-0\""));
            refused.Status.ShouldBeOneOf(HttpStatusCode.ServiceUnavailable, HttpStatusCode.PreconditionFailed);
            client.Saved.ShouldBeLessThan(client.Sent);
            client.CloseCode.ShouldBeNull();

            File.Delete(ballast);
            await client.AllSaved();
            client.Saved.ShouldBe(client.Sent);
            (await http.GetStringAsync($"/api/v1/documents/{seeded.Documents[0]}/content")).ShouldBe(client.Text);
        }
        finally
        {
            await Run("umount", "-l", data.FullName);
            data.Delete();
        }
    }

    static void Fill(string file)
    {
        using var stream = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            for (var block = new byte[4096]; ;)
                stream.Write(block);
        }
        catch (IOException)
        {
            // Full.
        }
    }

    static async Task<bool> Mounted(params string[] arguments) =>
        Environment.UserName == "root" && OperatingSystem.IsLinux() && await Run("mount", arguments) == 0;

    static async Task<int> Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
