using System.Text;

namespace MDReader.Server.Attachments;

/// <summary>What bytes are, whatever their sender calls them. Only bytes that are a picture and are called so may be shown
/// in a page.</summary>
static class ContentKind
{
    /// <summary>How many bytes of a file's beginning are looked at.</summary>
    public const int Looked = 4096;

    // Of these a browser believes the bytes and not the name, so both must say the same.
    static readonly string[] Pictures = ["image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"];

    static readonly string[] ActiveMarks = ["<!doctype", "<html", "<head", "<body", "<script", "<svg", "<?xml", "<iframe", "<object", "<embed"];

    public static bool IsPicture(string contentType) => Pictures.Contains(contentType);

    /// <summary>The media type of a picture; null for anything else.</summary>
    public static string? Recognise(ReadOnlySpan<byte> start) =>
        start.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) ? "image/png"
        : start.StartsWith((ReadOnlySpan<byte>)[0xff, 0xd8, 0xff]) ? "image/jpeg"
        : start.StartsWith("GIF87a"u8) || start.StartsWith("GIF89a"u8) ? "image/gif"
        : start.StartsWith("RIFF"u8) && start.Length > 12 && start[8..].StartsWith("WEBP"u8) ? "image/webp"
        : start.Length > 12 && (start[4..].StartsWith("ftypavif"u8) || start[4..].StartsWith("ftypavis"u8)) ? "image/avif"
        : null;

    /// <summary>Whether a browser might read them as a page or a drawing with scripts.</summary>
    public static bool IsActive(ReadOnlySpan<byte> start)
    {
        var text = Encoding.Latin1.GetString(start);
        return ActiveMarks.Any(mark => text.Contains(mark, StringComparison.OrdinalIgnoreCase));
    }
}
