using System.Net;
using System.Security.Cryptography;
using System.Text;
using MDReader.Server.Attachments;
using MDReader.Server.Embedded;
using MDReader.Server.Platform;
using MDReader.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Server.Tests.Attachments;

public sealed class AttachmentTests : IAsyncLifetime
{
    static readonly string[] Scopes = ["read", "write", "account"];

    readonly ManualTime _time = new();
    RunningServer _server = null!;
    TestPerson _ana = null!;
    string _workspace = "";
    string _document = "";

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.Start(
            services => services.AddSingleton<TimeProvider>(_time),
            ("MDReader:Attachments:LargestFile", "1000"),
            ("MDReader:Attachments:BytesPerDocument", "1500"),
            ("MDReader:Attachments:BytesPerWorkspace", "2000"),
            ("MDReader:Attachments:FilesPerDocument", "4"));
        // A session would end while the clock is moved.
        using var ana = await _server.SignUp("Ana");
        var token = (await ana.Http.Ask("POST", "/api/v1/me/tokens", new { name = "clock", scopes = Scopes }))["token"].GetString()!;
        _ana = ana with { Http = _server.As(token) };
        _workspace = await _ana.MakeWorkspace();
        _document = await _ana.MakeDocument(_workspace);
    }

    public ValueTask DisposeAsync()
    {
        _ana.Dispose();
        return _server.DisposeAsync();
    }

    static byte[] Bytes(int size) => [.. Enumerable.Range(0, size).Select(number => (byte)number)];

    Task<Answer> Announce(int size, string? document = null) =>
        _ana.Announce(document ?? _document, Bytes(size), "data.bin", "application/octet-stream");

    string[] Files() => [.. Directory.EnumerateFiles(Path.Combine(_server.DataFolder, "blobs"), "*", SearchOption.AllDirectories)];

    [Fact]
    public async Task An_announcement_says_how_to_send_exactly_these_bytes_and_until_when()
    {
        var announced = await _ana.Announce(_document, Uploads.Png);

        announced.Status.ShouldBe(HttpStatusCode.Created, announced.Text);
        announced["status"].GetString().ShouldBe("pending");
        announced["upload.method"].GetString().ShouldBe("PUT");
        announced["upload.headers.Content-Type"].GetString().ShouldBe("image/png");
        announced["upload.expiresAt"].GetDateTimeOffset().ShouldBe(_time.Now() + TimeSpan.FromMinutes(15));
        new Uri(announced["upload.url"].GetString()!).Authority.ShouldBe(_server.Address.Authority);
        (await _ana.Complete(announced)).Problem.ShouldBe("upload-incomplete");
        (await _ana.Http.Ask("GET", announced.Header("Location")!)).Problem.ShouldBe("upload-incomplete");
    }

    [Fact]
    public async Task What_is_complete_is_listed_newest_first_and_completing_again_changes_nothing()
    {
        var first = await _ana.Announce(_document, Uploads.Png);
        await first.Send(Uploads.Png);
        var done = await _ana.Complete(first);
        _time.Advance(TimeSpan.FromSeconds(1));
        await Announce(10);

        (done["status"].GetString(), done["isPicture"].GetBoolean()).ShouldBe(("ready", true));
        (await _ana.Complete(first)).Text.ShouldBe(done.Text);
        var listed = await _ana.Http.Ask("GET", $"{_document}/attachments");
        listed["items"].EnumerateArray().Select(item => item.GetProperty("status").GetString()).ShouldBe(["pending", "ready"]);
    }

    [Fact]
    public async Task An_announcement_that_makes_no_sense_is_refused_by_name()
    {
        var digest = new string('a', 64);
        (object Body, string Pointer)[] refused =
        [
            (new { fileName = "", contentType = "image/png", size = 1, sha256 = digest }, "/fileName"),
            (new { fileName = "../../etc/passwd", contentType = "image/png", size = 1, sha256 = digest }, "/fileName"),
            (new { fileName = "..", contentType = "image/png", size = 1, sha256 = digest }, "/fileName"),
            (new { fileName = "a\\b", contentType = "image/png", size = 1, sha256 = digest }, "/fileName"),
            (new { fileName = "a\nb", contentType = "image/png", size = 1, sha256 = digest }, "/fileName"),
            (new { fileName = "a", contentType = "png", size = 1, sha256 = digest }, "/contentType"),
            (new { fileName = "a", contentType = "text/html; charset=utf-8", size = 1, sha256 = digest }, "/contentType"),
            (new { fileName = "a", contentType = "image/png", size = 0, sha256 = digest }, "/size"),
            (new { fileName = "a", contentType = "image/png", size = 1, sha256 = "abc" }, "/sha256"),
            (new { fileName = "a", contentType = "image/png", size = 1 }, "/sha256"),
        ];
        foreach (var (body, pointer) in refused)
        {
            var answer = await _ana.Http.Ask("POST", $"{_document}/attachments", body);
            answer.Problem.ShouldBe("validation-failed", $"{body}");
            answer["errors"][0].GetProperty("pointer").GetString().ShouldBe(pointer, $"{body}");
        }
    }

    [Fact]
    public async Task A_digest_in_base64_is_the_same()
    {
        var announced = await _ana.Announce(_document, Uploads.Png, sha256: Convert.ToBase64String(SHA256.HashData(Uploads.Png)));
        announced["sha256"].GetString().ShouldBe(Convert.ToHexStringLower(SHA256.HashData(Uploads.Png)));
    }

    [Fact]
    public async Task The_address_takes_nothing_but_what_was_announced()
    {
        var announced = await _ana.Announce(_document, Uploads.Png);
        var other = Uploads.Png.ToArray();
        other[0] ^= 1;

        (await announced.Send([.. Uploads.Png, 0])).Problem.ShouldBe("upload-mismatch");
        (await announced.Send(Uploads.Png[..^1])).Problem.ShouldBe("upload-mismatch");
        (await announced.Send(other)).Problem.ShouldBe("upload-mismatch");
        (await announced.Send(Uploads.Png, "text/html")).Problem.ShouldBe("unsupported-media-type");
        Files().ShouldBeEmpty();

        (await announced.Send(Uploads.Png)).Status.ShouldBe(HttpStatusCode.NoContent);
        (await _ana.Complete(announced)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_address_runs_out()
    {
        var path = await _ana.Attach(_document, Uploads.Png);
        var late = await _ana.Announce(_document, Uploads.Png);
        var there = (await _ana.Http.Ask("GET", path)).Header("Location")!;
        (await _server.Http.Ask("GET", there)).Status.ShouldBe(HttpStatusCode.OK);

        _time.Advance(TimeSpan.FromSeconds(61));
        (await _server.Http.Ask("GET", there)).Problem.ShouldBe("not-found");
        _time.Advance(TimeSpan.FromMinutes(15));
        (await late.Send(Uploads.Png)).Problem.ShouldBe("not-found");
    }

    [Theory]
    [InlineData("image/png", "GIF89a....")]
    [InlineData("image/jpeg", "<svg onload=alert(1)>")]
    public async Task What_is_called_a_picture_must_be_that_picture(string contentType, string text)
    {
        var bytes = Encoding.ASCII.GetBytes(text);
        var announced = await _ana.Announce(_document, bytes, "a", contentType);
        await announced.Send(bytes);
        (await _ana.Complete(announced)).Problem.ShouldBe("upload-mismatch");
        Files().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_is_fetched_without_a_chance_to_run()
    {
        var bytes = "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"u8.ToArray();
        var path = await _ana.Attach(_document, bytes, "x.svg", "image/svg+xml");
        var fetched = await _server.Http.Ask("GET", (await _ana.Http.Ask("GET", path)).Header("Location")!);

        fetched.Header("Content-Type").ShouldBe("application/octet-stream");
        fetched.Header("Content-Disposition")!.ShouldStartWith("attachment");
        fetched.Header("Content-Security-Policy")!.ShouldContain("sandbox");
        fetched.Header("X-Content-Type-Options").ShouldBe("nosniff");
    }

    [Fact]
    public async Task There_is_room_for_so_much_and_a_clear_word_for_more()
    {
        (await Announce(1001)).Problem.ShouldBe("too-large");
        (await Announce(1000)).Status.ShouldBe(HttpStatusCode.Created);
        var full = await Announce(501);
        (full.Status, full.Problem).ShouldBe((HttpStatusCode.Conflict, "quota-exceeded"));
        full["detail"].GetString()!.ShouldContain("500 of 1500 bytes are left");

        var other = await _ana.MakeDocument(_workspace);
        (await Announce(1000, other)).Status.ShouldBe(HttpStatusCode.Created);
        (await Announce(1, other))["quota.scope"].GetString().ShouldBe("workspace");

        // What never arrived takes no room for ever.
        _time.Advance(TimeSpan.FromMinutes(16));
        (await Announce(1000)).Status.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task What_is_complete_too_late_needs_room_again()
    {
        var late = await Announce(1000);
        await late.Send(Bytes(1000));
        _time.Advance(TimeSpan.FromMinutes(16));
        var other = await _ana.Attach(_document, Bytes(1000), "other.bin", "application/octet-stream");

        (await _ana.Complete(late)).Problem.ShouldBe("quota-exceeded");
        (await _ana.Http.Ask("GET", late.Header("Location")!)).Problem.ShouldBe("upload-incomplete");
        await _ana.Http.Ask("DELETE", other);
        (await _ana.Complete(late)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task What_is_sent_again_after_it_was_complete_is_collected()
    {
        var announced = await _ana.Announce(_document, Uploads.Png);
        await announced.Send(Uploads.Png);
        await _ana.Complete(announced);
        (await announced.Send(Uploads.Png)).Status.ShouldBe(HttpStatusCode.NoContent);
        foreach (var file in Files())
            File.SetLastWriteTimeUtc(file, _time.Now().UtcDateTime);

        _time.Advance(TimeSpan.FromDays(3));
        (await _server.Services.GetRequiredService<AttachmentSweep>().Collect(default)).ShouldBe(1);

        Files().Length.ShouldBe(1);
        (await _ana.Http.Ask("GET", announced.Header("Location")!)).Status.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task A_document_has_so_many_files_and_no_more()
    {
        for (var file = 0; file < 4; file++)
            (await Announce(1)).Status.ShouldBe(HttpStatusCode.Created);
        (await Announce(1)).Problem.ShouldBe("quota-exceeded");
    }

    [Fact]
    public async Task Purging_a_document_takes_its_files_along()
    {
        await _ana.Attach(_document, Uploads.Png);
        Files().Length.ShouldBe(1);
        await _ana.Http.Ask("DELETE", $"{_document}?permanent=true");
        await Eventually.Holds(() => Files().Length == 0, "the files to be gone");
    }

    [Fact]
    public async Task Orphans_are_collected_and_nothing_else_is()
    {
        await _ana.Attach(_document, Uploads.Png);
        var abandoned = await _ana.Announce(_document, Uploads.Png);
        await abandoned.Send(Uploads.Png);
        var store = _server.Services.GetRequiredService<IBlobStore>();
        await store.Put(BlobKey.Of($"attachments/{Guid.NewGuid()}/{Guid.NewGuid()}"), new MemoryStream([1]), "a/b", default);
        // Their age is the file system's, which knows nothing of the test's clock.
        foreach (var file in Files())
            File.SetLastWriteTimeUtc(file, _time.Now().UtcDateTime);
        var sweep = _server.Services.GetRequiredService<AttachmentSweep>();
        (await sweep.Collect(default)).ShouldBe(0);
        Files().Length.ShouldBe(3);

        _time.Advance(TimeSpan.FromDays(3));
        (await sweep.Collect(default)).ShouldBe(2);

        Files().Length.ShouldBe(1);
        (await sweep.Collect(default)).ShouldBe(0);
    }

    [Fact]
    public async Task A_store_that_fails_ends_neither_the_collecting_nor_the_server()
    {
        var log = new KeptLog();
        await using var server = await RunningServer.Start(services => services
            .AddSingleton<ILoggerProvider>(log)
            .AddSingleton(provider => UnlistedStore.Before(provider.GetRequiredService<BlobFolder>())));

        await Eventually.Holds(
            () => log.Lines.Any(line => line.Contains("could not be collected", StringComparison.Ordinal)), "the collecting to fail");

        server.Services.GetRequiredService<AttachmentSweep>().ExecuteTask!.IsCompleted.ShouldBeFalse();
        server.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested.ShouldBeFalse();
    }

    [Fact]
    public async Task A_persons_export_names_their_files()
    {
        await _ana.Attach(_document, Uploads.Png, "mine.png");
        var export = await _ana.Http.Ask("GET", "/api/v1/me/export");
        export["attachments"][0].GetProperty("fileName").GetString().ShouldBe("mine.png");
    }
}
