using SkiaSharp;

namespace MDReader.Server.Attachments;

/// <summary>
/// Draws a small picture of a picture. What comes out was drawn anew from points of colour: nothing of the file's own bytes
/// is in it, neither where the photograph was taken nor anything that only looks like a picture.
/// </summary>
static class SmallPicture
{
    /// <summary>Pixels of the longer side at most; smaller pictures stay as they are.</summary>
    public const int Edge = 256;

    public const string ContentType = "image/webp";

    const int Quality = 80;

    static readonly HashSet<SKEncodedImageFormat> Formats =
        [SKEncodedImageFormat.Png, SKEncodedImageFormat.Jpeg, SKEncodedImageFormat.Gif, SKEncodedImageFormat.Webp];

    /// <param name="file">The picture's bytes, which may be anything.</param>
    /// <param name="mostPixels">What a picture may have; four times as many bytes are needed at most.</param>
    /// <returns>Null for what is no whole picture, has too many pixels, or is of a kind that isn't drawn.</returns>
    public static byte[]? Draw(byte[] file, long mostPixels)
    {
        using var data = SKData.CreateCopy(file);
        using var codec = SKCodec.Create(data);
        // The head says how large it is, before anything of it is unpacked.
        if (codec is null || !Formats.Contains(codec.EncodedFormat) || Pixels(codec.Info.Size) is 0 || Pixels(codec.Info.Size) > mostPixels)
        {
            return null;
        }

        // Some kinds can be unpacked at half, a quarter or an eighth of their size.
        var size = codec.GetScaledDimensions(Math.Min(1, 2f * Edge / Math.Max(codec.Info.Width, codec.Info.Height)));
        using var colours = SKColorSpace.CreateSrgb();
        var form = new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, SKAlphaType.Premul, colours);
        using var unpacked = new SKBitmap();
        if (Pixels(size) > mostPixels || !unpacked.TryAllocPixels(form))
        {
            return null;
        }

        // What a damaged file leaves open would else show what stood in memory before.
        unpacked.Erase(SKColors.Transparent);
        return codec.GetPixels(form, unpacked.GetPixels()) == SKCodecResult.Success ? Shrink(unpacked, codec.EncodedOrigin) : null;
    }

    static byte[] Shrink(SKBitmap picture, SKEncodedOrigin origin)
    {
        var isOnItsSide = origin is SKEncodedOrigin.LeftTop or SKEncodedOrigin.RightTop or SKEncodedOrigin.RightBottom or SKEncodedOrigin.LeftBottom;
        var (width, height) = isOnItsSide ? (picture.Height, picture.Width) : (picture.Width, picture.Height);
        var scale = Math.Min(1, (float)Edge / Math.Max(width, height));
        using var small = new SKBitmap(
            picture.Info.WithSize(Math.Max(1, (int)Math.Round(width * scale)), Math.Max(1, (int)Math.Round(height * scale))));
        small.Erase(SKColors.Transparent);
        using var canvas = new SKCanvas(small);
        canvas.Scale((float)small.Width / width, (float)small.Height / height);
        var upright = Upright(origin, width, height);
        canvas.Concat(in upright);
        using var image = SKImage.FromBitmap(picture);
        canvas.DrawImage(image, 0, 0, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        canvas.Flush();
        using var drawn = small.Encode(SKEncodedImageFormat.Webp, Quality);
        return drawn.ToArray();
    }

    // Cameras note how they were held, and leave the turning to whoever shows it.
    static SKMatrix Upright(SKEncodedOrigin origin, float width, float height) => origin switch
    {
        SKEncodedOrigin.TopRight => new(-1, 0, width, 0, 1, 0, 0, 0, 1),
        SKEncodedOrigin.BottomRight => new(-1, 0, width, 0, -1, height, 0, 0, 1),
        SKEncodedOrigin.BottomLeft => new(1, 0, 0, 0, -1, height, 0, 0, 1),
        SKEncodedOrigin.LeftTop => new(0, 1, 0, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightTop => new(0, -1, width, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightBottom => new(0, -1, width, -1, 0, height, 0, 0, 1),
        SKEncodedOrigin.LeftBottom => new(0, 1, 0, -1, 0, height, 0, 0, 1),
        _ => SKMatrix.Identity,
    };

    static long Pixels(SKSizeI size) => (long)size.Width * size.Height;
}
