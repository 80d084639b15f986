using System.Buffers.Binary;
using System.IO.Compression;
using System.Net;
using System.Text;
using MDReader.Server.Attachments;
using MDReader.TestKit;
using Microsoft.Extensions.DependencyInjection;
using SkiaSharp;

namespace Server.Tests.Attachments;

public sealed class ThumbnailTests(SharedServer shared) : IAsyncLifetime
{
    const long Plenty = 40_000_000;

    readonly RunningServer _server = shared.Server;
    TestPerson _ana = null!;
    string _document = "";

    public async ValueTask InitializeAsync()
    {
        _ana = await _server.SignUp("Ana");
        _document = await _ana.MakeDocument(await _ana.MakeWorkspace());
    }

    public ValueTask DisposeAsync()
    {
        _ana.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>A picture whose left half is red and whose right half is blue.</summary>
    static byte[] Picture(int width, int height, SKEncodedImageFormat format = SKEncodedImageFormat.Png)
    {
        using var bitmap = new SKBitmap(width, height);
        bitmap.Erase(SKColors.Red);
        using (var canvas = new SKCanvas(bitmap))
        using (var blue = new SKPaint { Color = SKColors.Blue })
            canvas.DrawRect(width / 2, 0, width, height, blue);
        using var data = bitmap.Encode(format, 90);
        return data.ToArray();
    }

    static SKBitmap Drawn(byte[] picture, long mostPixels = Plenty) => SKBitmap.Decode(SmallPicture.Draw(picture, mostPixels));

    static bool IsRed(SKColor colour) => colour is { Red: > 200, Blue: < 60 };

    [Fact]
    public async Task A_picture_has_a_small_one_made_once_and_served_by_the_same_rules()
    {
        var path = await _ana.Attach(_document, Picture(1200, 600));
        var there = await _ana.Http.Ask("GET", $"{path}/thumbnail");
        there.Status.ShouldBe(HttpStatusCode.Redirect, there.Text);
        using var http = new HttpClient { BaseAddress = _server.Address };
        using var answer = await http.GetAsync(there.Header("Location"));
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("image/webp");
        using var small = SKBitmap.Decode(await answer.Content.ReadAsByteArrayAsync());
        (small.Width, small.Height).ShouldBe((256, 128));

        using var eve = await _server.SignUp("Eve");
        (await eve.Http.Ask("GET", $"{path}/thumbnail")).Problem.ShouldBe("not-found");
        await _ana.Http.Ask("DELETE", path);
        (await _ana.Http.Ask("GET", $"{path}/thumbnail")).Problem.ShouldBe("not-found");
        Kept(path).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_no_picture_has_none_and_what_only_begins_like_one_is_tried_once()
    {
        var text = await _ana.Attach(_document, "words"u8.ToArray(), "a.txt", "text/plain");
        (await _ana.Http.Ask("GET", $"{text}/thumbnail")).Problem.ShouldBe("not-found");
        Kept(text).ShouldBeEmpty();

        var broken = await _ana.Attach(_document, Picture(900, 900)[..200]);
        (await _ana.Http.Ask("GET", $"{broken}/thumbnail")).Problem.ShouldBe("not-found");
        Kept(broken).Single().Length.ShouldBe(0);
        (await _ana.Http.Ask("GET", $"{broken}/thumbnail")).Problem.ShouldBe("not-found");

        var awaited = await _ana.Announce(_document, Uploads.Png);
        (await _ana.Http.Ask("GET", $"{awaited.Header("Location")}/thumbnail")).Problem.ShouldBe("upload-incomplete");
    }

    [Fact]
    public async Task Many_who_want_the_same_get_the_same()
    {
        var path = await _ana.Attach(_document, Picture(2000, 2000, SKEncodedImageFormat.Jpeg), "a.jpg", "image/jpeg");
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _ana.Http.Ask("GET", $"{path}/thumbnail")));
        answers.ShouldAllBe(answer => answer.Status == HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task A_document_that_is_gone_takes_them_along_and_what_is_left_over_is_collected()
    {
        var path = await _ana.Attach(_document, Picture(300, 300));
        await _ana.Http.Ask("GET", $"{path}/thumbnail");
        var file = Kept(path).Single();
        var sweep = _server.Services.GetRequiredService<AttachmentSweep>();
        file.LastWriteTimeUtc -= TimeSpan.FromDays(3);
        await sweep.Collect(default);
        Kept(path).ShouldHaveSingleItem("its file is there still");

        await _ana.Http.Ask("DELETE", $"{_document}?permanent=true");
        await Eventually.Holds(() => Kept(path).Length == 0, "the small picture to go");
    }

    [Theory]
    [InlineData(1200, 600, 256, 128)]
    [InlineData(10, 4000, 1, 256)]
    [InlineData(40, 30, 40, 30)]
    public void It_has_256_pixels_at_most_and_is_never_larger_than_its_picture(int width, int height, int smallWidth, int smallHeight)
    {
        foreach (var format in (SKEncodedImageFormat[])[SKEncodedImageFormat.Png, SKEncodedImageFormat.Jpeg, SKEncodedImageFormat.Webp])
        {
            using var small = Drawn(Picture(width, height, format));
            (small.Width, small.Height).ShouldBe((smallWidth, smallHeight), $"{format}");
        }
    }

    [Fact]
    public void It_stands_upright_and_says_nothing_of_where_it_was_taken()
    {
        // Taken with the camera held on its right side: what is left in the file is above in the picture.
        var noted = WithNotes(Picture(400, 200, SKEncodedImageFormat.Jpeg), orientation: 6, "48.2082 N, 16.3738 E");
        var drawn = SmallPicture.Draw(noted, Plenty)!;
        using var small = SKBitmap.Decode(drawn);
        (small.Width, small.Height).ShouldBe((128, 256));
        (IsRed(small.GetPixel(64, 20)), IsRed(small.GetPixel(64, 236))).ShouldBe((true, false));
        Encoding.Latin1.GetString(drawn).ShouldNotContain("48.2082");
        Encoding.Latin1.GetString(noted).ShouldContain("48.2082");
    }

    [Fact]
    public void A_picture_with_too_many_pixels_is_refused_by_its_head()
    {
        SmallPicture.Draw(Picture(100, 100), mostPixels: 9_999).ShouldBeNull();
        SmallPicture.Draw(Picture(100, 100), mostPixels: 10_000).ShouldNotBeNull();
        var before = GC.GetAllocatedBytesForCurrentThread();
        SmallPicture.Draw(Bomb(60_000, 60_000), Plenty).ShouldBeNull();
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1_000_000);
    }

    [Fact]
    public void Whatever_bytes_come_they_give_a_picture_or_none()
    {
        var chance = new Random(5);
        byte[][] whole =
        [
            Picture(64, 64), Picture(64, 64, SKEncodedImageFormat.Jpeg), Picture(64, 64, SKEncodedImageFormat.Webp),
            "GIF89a"u8.ToArray(), [],
        ];
        for (var round = 0; round < 400; round++)
        {
            var bytes = whole[round % whole.Length].ToArray();
            for (var changes = chance.Next(1, 8); changes > 0 && bytes.Length > 0; changes--)
                bytes[chance.Next(bytes.Length)] = (byte)chance.Next(256);
            var cut = chance.Next(4) == 0 ? bytes[..chance.Next(bytes.Length + 1)] : bytes;
            SmallPicture.Draw(cut, Plenty)?.Length.ShouldBeGreaterThan(0, $"round {round}");
        }
    }

    /// <summary>The file of a small picture, if there is one.</summary>
    FileInfo[] Kept(string path) =>
    [
        .. new DirectoryInfo(Path.Combine(_server.DataFolder, "blobs")).EnumerateFiles("*", SearchOption.AllDirectories)
            .Where(file => file.FullName.Contains("thumbnails") && file.FullName.Contains(path.Split('/')[^1])),
    ];

    /// <summary>A JPEG with what a camera notes in it (Exif).</summary>
    static byte[] WithNotes(byte[] jpeg, ushort orientation, string place)
    {
        // One entry each, of type SHORT and of type ASCII, in big-endian order.
        var text = Encoding.ASCII.GetBytes(place + "\0");
        byte[] head =
        [
            .. "Exif\0\0MM\0*"u8, 0, 0, 0, 8, 0, 2,
            0x01, 0x12, 0, 3, 0, 0, 0, 1, (byte)(orientation >> 8), (byte)orientation, 0, 0,
            0x01, 0x0e, 0, 2, 0, 0, 0, (byte)text.Length, 0, 0, 0, 38,
            0, 0, 0, 0, .. text,
        ];
        var length = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)(head.Length + 2));
        return [.. jpeg[..2], 0xff, 0xe1, .. length, .. head, .. jpeg[2..]];
    }

    /// <summary>A PNG that says that it is very large, and holds nearly nothing.</summary>
    static byte[] Bomb(int width, int height)
    {
        var size = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(size, width);
        BinaryPrimitives.WriteInt32BigEndian(size.AsSpan(4), height);
        (size[8], size[9]) = (8, 6);
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
            zlib.Write(new byte[100_000]);
        return [.. Uploads.Png[..8], .. Chunk("IHDR", size), .. Chunk("IDAT", packed.ToArray()), .. Chunk("IEND", [])];
    }

    static byte[] Chunk(string name, byte[] content)
    {
        byte[] checkedPart = [.. Encoding.ASCII.GetBytes(name), .. content];
        var (length, sum) = (new byte[4], new byte[4]);
        BinaryPrimitives.WriteInt32BigEndian(length, content.Length);
        BinaryPrimitives.WriteUInt32BigEndian(sum, Crc(checkedPart));
        return [.. length, .. checkedPart, .. sum];
    }

    static uint Crc(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var one in bytes)
        {
            crc ^= one;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ (0xEDB88320 & (0 - (crc & 1)));
        }

        return ~crc;
    }
}
