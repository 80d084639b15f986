using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using MDReader.TestKit;

namespace Server.Tests.Files;

/// <summary>A server with small limits for archives, and ways to send them.</summary>
public sealed class FilesHouse : IAsyncLifetime
{
    public RunningServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await RunningServer.Start(
        ("MDReader:Accounts:SignUpsPerMinuteAndAddress", "100000"),
        ("MDReader:Accounts:SignInsPerMinuteAndAddress", "100000"),
        ("MDReader:Files:CopyAfter", "00:00:00.050"),
        ("MDReader:Files:ArchiveBytes", "200000"),
        ("MDReader:Files:UnpackedBytes", "1000000"),
        ("MDReader:Files:ArchiveEntries", "100"),
        ("MDReader:Attachments:LargestFile", "10000"),
        ("MDReader:Attachments:BytesPerWorkspace", "20000"));

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    public static byte[] Zip(params (string Path, string Text)[] files) =>
        Zip([.. files.Select(file => (file.Path, Encoding.UTF8.GetBytes(file.Text)))]);

    public static byte[] Zip(params (string Path, byte[] Bytes)[] files) => Zip((_, _) => { }, files);

    public static byte[] Zip(Action<string, ZipArchiveEntry> bend, params (string Path, byte[] Bytes)[] files)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (path, bytes) in files)
            {
                var entry = zip.CreateEntry(path, CompressionLevel.SmallestSize);
                bend(path, entry);
                using var content = entry.Open();
                content.Write(bytes);
            }
        }

        return stream.ToArray();
    }

    public static HttpContent Content(byte[] bytes, string type = "application/zip") =>
        new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };

    /// <summary>Sends it and waits until it is done or has failed.</summary>
    public static async Task<Answer> Import(TestPerson who, string workspace, byte[] bytes, string type = "application/zip", string query = "")
    {
        var queued = await who.Http.Ask("POST", $"{workspace}/imports{query}", Content(bytes, type));
        queued.Status.ShouldBe(HttpStatusCode.Accepted, queued.Text);
        return await End(who, queued);
    }

    public static Task<Answer> End(TestPerson who, Answer queued) => Eventually.Get(
        async () =>
        {
            var job = await who.Http.Ask("GET", queued.Header("Location")!);
            return job["status"].GetString() is "done" or "failed" ? job : null;
        },
        "the job to end");

    /// <summary>The files of a finished export, by their paths.</summary>
    public async Task<Dictionary<string, byte[]>> Export(TestPerson who, string workspace, object? body = null)
    {
        var queued = await who.Http.Ask("POST", $"{workspace}/exports", body ?? new { });
        queued.Status.ShouldBe(HttpStatusCode.Accepted, queued.Text);
        var job = await End(who, queued);
        job["status"].GetString().ShouldBe("done", job.Text);
        var there = await who.Http.Ask("GET", $"{queued.Header("Location")}/file");
        there.Status.ShouldBe(HttpStatusCode.Redirect, there.Text);
        using var http = new HttpClient { BaseAddress = Server.Address };
        using var zip = new ZipArchive(new MemoryStream(await http.GetByteArrayAsync(there.Header("Location"))));
        var files = new Dictionary<string, byte[]>();
        foreach (var entry in zip.Entries)
        {
            using var copy = new MemoryStream();
            using var content = entry.Open();
            await content.CopyToAsync(copy);
            files[entry.FullName] = copy.ToArray();
        }

        return files;
    }
}
