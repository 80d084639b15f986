using System.Security.Cryptography;

namespace MDReader.Client.Sync;

/// <summary>Names a text by its bytes.</summary>
static class TextHash
{
    public static string Empty { get; } = Of([]);

    public static string Of(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
