using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace MDReader.Server.Accounts;

/// <summary>256 random bits that open something. Only their hash is stored: with so much chance in them, SHA-256 without
/// salt is as good as any.</summary>
static class SecretToken
{
    const int Bytes = 32;

    // What is longer is none of ours, and only costs its own array.
    const int LongestOnStack = 256;

    public static string New(string prefix = "") =>
        prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    public static byte[] Hash(string token)
    {
        Span<byte> utf8 = stackalloc byte[LongestOnStack];
        return SHA256.HashData(Encoding.UTF8.TryGetBytes(token, utf8, out var written) ? utf8[..written] : Encoding.UTF8.GetBytes(token));
    }
}
