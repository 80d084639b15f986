using System.Net;
using System.Text;
using MDReader.Server.Backups;
using MDReader.Server.Platform;
using MDReader.TestKit;
using Microsoft.Extensions.DependencyInjection;
using SkiaSharp;

namespace Cloud.Tests;

/// <summary>What every blob store promises, held on the folder and on S3 alike; and attachments on both.</summary>
public abstract class BlobStoreTests : IAsyncLifetime
{
    protected const string Text = "text/plain";

    RunningServer _server = null!;
    TestPerson _ana = null!;
    string _document = "";

    protected abstract Task<(string, string)[]> Settings();

    public virtual async ValueTask InitializeAsync()
    {
        _server = await RunningServer.Start(await Settings());
        _ana = await _server.SignUp("Ana");
        _document = await _ana.MakeDocument(await _ana.MakeWorkspace());
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _ana?.Dispose();
        if (_server is not null)
            await _server.DisposeAsync();
    }

    protected TestPerson Ana => _ana;

    protected string Document => _document;

    protected Uri Server => _server.Address;

    IBlobStore Store => _server.Services.GetRequiredService<IBlobStore>();

    static BlobKey NewKey() => BlobKey.Of($"attachments/{Guid.NewGuid()}/{Guid.NewGuid()}");

    Task Put(BlobKey key, string text) => Store.Put(key, new MemoryStream(Encoding.UTF8.GetBytes(text)), Text, default);

    async Task<string?> Read(BlobKey key)
    {
        if (await Store.Open(key, default) is not { } content)
            return null;
        using var reader = new StreamReader(content);
        return await reader.ReadToEndAsync();
    }

    [Fact]
    public async Task What_was_put_is_there_and_the_later_takes_the_place_of_the_earlier()
    {
        var key = NewKey();
        await Put(key, "one");
        await Put(key, "second");

        (await Read(key)).ShouldBe("second");
        (await Store.Look(key, default))!.Size.ShouldBe(6);
    }

    [Fact]
    public async Task Nothing_is_where_nothing_was_put()
    {
        var key = NewKey();
        (await Read(key)).ShouldBeNull();
        (await Store.Look(key, default)).ShouldBeNull();
        await Store.Delete(key, default);
    }

    [Fact]
    public async Task A_backup_in_the_store_is_tried_out_and_makes_an_empty_instance_what_it_was()
    {
        var file = await Ana.Attach(Document, Uploads.Png);
        var made = await _server.Services.GetRequiredService<Backup>().Make("store", default);
        await _server.Services.GetRequiredService<Restore>().Try(made, default);

        await using var other = await RunningServer.Start(await Settings());
        var (otherStore, restore) = (other.Services.GetRequiredService<IBlobStore>(), other.Services.GetRequiredService<Restore>());
        await foreach (var blob in Store.List("backups/", default))
        {
            using var held = new MemoryStream();
            await using (var content = (await Store.Open(blob.Key, default))!)
                await content.CopyToAsync(held);
            held.Position = 0;
            await otherStore.Put(blob.Key, held, "application/octet-stream", default);
        }
        await restore.Run(made, default);
        await other.Services.GetRequiredService<InstanceSecrets>().Load(default);

        var signedIn = await other.Http.Ask("POST", "/api/v1/auth/login", new { email = Ana.Email, password = People.Password, tokenDelivery = "body" });
        using var ana = other.As(signedIn["accessToken"].GetString()!);
        (await ana.Ask("GET", $"{Document}/content")).Status.ShouldBe(HttpStatusCode.OK);
        using var http = new HttpClient { BaseAddress = other.Address };
        (await http.GetByteArrayAsync((await ana.Ask("GET", file)).Header("Location"))).ShouldBe(Uploads.Png);
        (await Should.ThrowAsync<BackupException>(() => restore.Try("store/2020-01-01", default))).Message.ShouldContain("is no backup");
        (await Should.ThrowAsync<BackupException>(() => restore.Try("store/../x", default))).Message.ShouldContain("names no backup");
    }

    // The emulator of S3 replaces an object's bytes before their digest: who reads between the two reads again.
    static async Task<bool> IsVerified(BackupSet backup)
    {
        try
        {
            return await backup.VerifiedAt(default) is not null;
        }
        catch (Amazon.Runtime.AmazonClientException)
        {
            return false;
        }
    }

    [Fact]
    public async Task Each_night_the_store_gets_a_backup_and_lets_go_of_the_oldest()
    {
        await using var server = await RunningServer.Start(
            [.. await Settings(), ("MDReader:Backups:Folder", "store"), ("MDReader:Backups:Keep", "2")]);
        var nightly = server.Services.GetRequiredService<NightlyBackup>();
        await Eventually.Holds(async () => await nightly.All(default) is [var one] && await IsVerified(one), "the first backup");
        var first = (await nightly.All(default))[0];
        var backup = server.Services.GetRequiredService<Backup>();
        foreach (var older in new[] { "2020-01-01", "2020-01-02" })
            await backup.Make(backup.NewStored(older), default);

        await server.Services.GetRequiredService<IBlobStore>().Delete(BlobKey.Of($"backups/{first.Name}/manifest.json"), default);
        await nightly.MakeIfDue(default);

        var kept = await nightly.All(default);
        kept.Count.ShouldBe(2);
        kept[1].Name.ShouldStartWith("2020-01-02");
        await server.Services.GetRequiredService<Restore>().Try(kept[1].Place, default);
    }

    [Fact]
    public async Task What_was_deleted_is_gone()
    {
        var key = NewKey();
        await Put(key, "one");
        await Store.Delete(key, default);
        (await Read(key)).ShouldBeNull();
    }

    [Fact]
    public async Task A_move_takes_what_was_looked_at_and_nothing_else()
    {
        var (from, to) = (NewKey(), NewKey());
        await Put(from, "verified");
        var seen = (await Store.Look(from, default))!;
        await Put(from, "something else!");

        (await Store.Move(from, seen, to, Text, default)).ShouldBeFalse();
        (await Read(to)).ShouldBeNull();

        (await Store.Move(from, (await Store.Look(from, default))!, to, Text, default)).ShouldBeTrue();
        (await Read(to), await Read(from)).ShouldBe(("something else!", null));
    }

    [Fact]
    public async Task A_list_has_what_lies_below_its_prefix()
    {
        var folder = Guid.NewGuid();
        var keys = Enumerable.Range(0, 3).Select(number => BlobKey.Of($"attachments/{folder}/{number}")).ToList();
        foreach (var key in keys)
            await Put(key, "x");
        await Put(NewKey(), "y");

        var found = await Store.List($"attachments/{folder}/", default).Select(blob => blob.Key).ToListAsync();

        found.ShouldBe(keys, ignoreOrder: true);
        (await Store.List($"attachments/{Guid.NewGuid()}/", default).AnyAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task An_attachment_is_announced_sent_completed_and_fetched()
    {
        var path = await _ana.Attach(_document, Uploads.Png, "a \"dot\".png");

        var there = await _ana.Http.Ask("GET", path);
        there.Status.ShouldBe(HttpStatusCode.Redirect);
        using var http = new HttpClient { BaseAddress = _server.Address };
        using var fetched = await http.GetAsync(there.Header("Location"));
        fetched.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await fetched.Content.ReadAsByteArrayAsync()).ShouldBe(Uploads.Png);
        fetched.Content.Headers.ContentType!.MediaType.ShouldBe("image/png");
        fetched.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("inline");

        (await _ana.Http.Ask("DELETE", path)).Status.ShouldBe(HttpStatusCode.NoContent);
        using var again = await http.GetAsync(there.Header("Location"));
        again.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await _ana.Http.Ask("GET", path)).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_picture_has_a_small_one_that_is_made_once_fetched_like_it_and_goes_with_it()
    {
        var path = await _ana.Attach(_document, Picture(900, 300), "wide.png");
        (await Small(path)).ShouldBeEmpty();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _ana.Http.Ask("GET", $"{path}/thumbnail")));
        answers.ShouldAllBe(answer => answer.Status == HttpStatusCode.Redirect);
        var kept = (await Small(path)).ShouldHaveSingleItem();
        kept.Size.ShouldBeGreaterThan(0);
        using var http = new HttpClient { BaseAddress = _server.Address };
        using var fetched = await http.GetAsync(answers[0].Header("Location"));
        fetched.Content.Headers.ContentType!.MediaType.ShouldBe("image/webp");
        using var small = SKBitmap.Decode(await fetched.Content.ReadAsByteArrayAsync());
        (small.Width, small.Height).ShouldBe((256, 85));

        using var eve = await _server.SignUp("Eve");
        (await eve.Http.Ask("GET", $"{path}/thumbnail")).Problem.ShouldBe("not-found");
        await _ana.Http.Ask("DELETE", path);
        (await Small(path)).ShouldBeEmpty();
        using var again = await http.GetAsync(answers[0].Header("Location"));
        again.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_only_begins_like_a_picture_has_no_small_one_and_is_tried_once()
    {
        var path = await _ana.Attach(_document, Picture(600, 600)[..150], "half.png");
        (await _ana.Http.Ask("GET", $"{path}/thumbnail")).Problem.ShouldBe("not-found");
        var tried = (await Small(path)).ShouldHaveSingleItem();
        tried.Size.ShouldBe(0);
        (await _ana.Http.Ask("GET", $"{path}/thumbnail")).Problem.ShouldBe("not-found");
        (await Small(path)).ShouldHaveSingleItem();
    }

    static byte[] Picture(int width, int height)
    {
        using var bitmap = new SKBitmap(width, height);
        bitmap.Erase(SKColors.Teal);
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 90);
        return data.ToArray();
    }

    async Task<IReadOnlyList<StoredBlob>> Small(string path) => await Store
        .List($"attachments/thumbnails/{_document.Split('/')[^1]}/", default)
        .Where(blob => blob.Key.ToString().EndsWith(path.Split('/')[^1], StringComparison.Ordinal)).ToListAsync();

    [Theory]
    [InlineData("drawing.svg", "image/svg+xml", "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>")]
    [InlineData("page.html", "text/html", "<!doctype html><script>alert(1)</script>")]
    [InlineData("notes.txt", "text/plain", "<script>alert(1)</script>")]
    public async Task Active_content_is_only_ever_saved(string fileName, string contentType, string text)
    {
        var path = await _ana.Attach(_document, Encoding.UTF8.GetBytes(text), fileName, contentType);

        using var http = new HttpClient { BaseAddress = _server.Address };
        using var fetched = await http.GetAsync((await _ana.Http.Ask("GET", path)).Header("Location"));

        fetched.StatusCode.ShouldBe(HttpStatusCode.OK);
        fetched.Content.Headers.ContentType!.MediaType.ShouldBe("application/octet-stream");
        fetched.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");
        fetched.Content.Headers.ContentDisposition.FileNameStar.ShouldBe(fileName);
    }

    [Fact]
    public async Task Other_bytes_than_announced_are_never_served()
    {
        var other = Uploads.Png.ToArray();
        other[^1] ^= 1;
        var announced = await _ana.Announce(_document, Uploads.Png);
        await announced.Send(other);

        var done = await _ana.Complete(announced);

        ((int)done.Status).ShouldBeInRange(400, 499, done.Text);
        (await _ana.Http.Ask("GET", announced.Header("Location")!)).Status.ShouldNotBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task More_bytes_than_announced_are_never_served()
    {
        var announced = await _ana.Announce(_document, Uploads.Png);
        await announced.Send([.. Uploads.Png, 0]);
        ((int)(await _ana.Complete(announced)).Status).ShouldBeInRange(400, 499);
    }

    [Fact]
    public async Task Who_still_holds_the_address_changes_nothing_of_what_was_verified()
    {
        var announced = await _ana.Announce(_document, Uploads.Png);
        await announced.Send(Uploads.Png);
        await _ana.Complete(announced);

        await announced.Send(Encoding.UTF8.GetBytes("<script>"));
        await announced.Send(Uploads.Png);
        (await _ana.Complete(announced)).Status.ShouldBe(HttpStatusCode.OK);

        using var http = new HttpClient { BaseAddress = _server.Address };
        var there = (await _ana.Http.Ask("GET", announced.Header("Location")!)).Header("Location");
        (await http.GetByteArrayAsync(there)).ShouldBe(Uploads.Png);
    }
}

public sealed class BlobFolderTests : BlobStoreTests
{
    protected override Task<(string, string)[]> Settings() => Task.FromResult<(string, string)[]>([]);

    [Fact]
    public async Task A_changed_address_opens_nothing()
    {
        var path = await Ana.Attach(Document, Uploads.Png);
        var there = (await Ana.Http.Ask("GET", path)).Header("Location")!;
        var at = there.Length / 2;
        var changed = there[..at] + (there[at] == 'a' ? 'b' : 'a') + there[(at + 1)..];
        using var http = new HttpClient { BaseAddress = Server };

        using var answer = await http.GetAsync(changed);

        ((int)answer.StatusCode).ShouldBeInRange(400, 499);
    }
}
