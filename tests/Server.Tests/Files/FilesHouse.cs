using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using MDReader.Server.Platform;
using MDReader.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Server.Tests.Files;

/// <summary>A server with small limits for archives, and ways to send them.</summary>
public class FilesHouse : IAsyncLifetime
{
    public RunningServer Server { get; private set; } = null!;

    public virtual ValueTask InitializeAsync() => Begin();

    protected async ValueTask Begin(params (string, string)[] settings) => Server = await RunningServer.Start([
        .. settings,
        ("MDReader:Accounts:SignUpsPerMinuteAndAddress", "100000"),
        ("MDReader:Accounts:SignInsPerMinuteAndAddress", "100000"),
        ("MDReader:Files:CopyAfter", "00:00:00.050"),
        ("MDReader:Files:ArchiveBytes", "200000"),
        ("MDReader:Files:UnpackedBytes", "1000000"),
        ("MDReader:Files:ArchiveEntries", "100"),
        ("MDReader:Attachments:LargestFile", "10000"),
        ("MDReader:Attachments:BytesPerWorkspace", "20000")]);

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return Server?.DisposeAsync() ?? ValueTask.CompletedTask;
    }

    /// <summary>What lies in the blob store as a text; null where nothing does.</summary>
    public async Task<string?> Stored(string key)
    {
        try
        {
            if (await Server.Services.GetRequiredService<IBlobStore>().Open(BlobKey.Of(key), default) is not { } content)
                return null;
            using var reader = new StreamReader(content);
            return await reader.ReadToEndAsync();
        }
        catch (Exception half) when (half is ArgumentOutOfRangeException or HttpIOException or Amazon.Runtime.AmazonClientException)
        {
            // This store replaces an object's bytes before their digest and length, and the SDK can't read one that has none or another's,
            // or that ends before it should.
            return "(half replaced)";
        }
    }

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

/// <summary>The same with a bucket in the place of a folder.</summary>
public sealed class FilesHouseOnS3 : FilesHouse
{
    S3Server? _s3;

    public override async ValueTask InitializeAsync()
    {
        // Without it there is no server, and its tests are skipped.
        if (!S3Server.IsInstalled)
            return;
        _s3 = await S3Server.Start();
        await Begin(("MDReader:S3", _s3.Address));
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_s3 is not null)
            await _s3.DisposeAsync();
    }
}
