using System.Buffers;
using System.Buffers.Text;

namespace MDReader.Server.Platform;

/// <summary>Bytes as text that an address or a cookie carries.</summary>
static class UrlText
{
    public static string Of(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);

    /// <summary>Null for what isn't base64url; the library's own TryDecode throws then.</summary>
    public static byte[]? Read(string text)
    {
        var bytes = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        return Base64Url.DecodeFromChars(text, bytes, out _, out var written) == OperationStatus.Done ? bytes[..written] : null;
    }
}
