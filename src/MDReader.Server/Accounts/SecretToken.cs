using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace MDReader.Server.Accounts;

/// <summary>256 random bits that open something. Only their hash is stored: with so much chance in them, SHA-256 without
/// salt is as good as any.</summary>
static class SecretToken
{
    const int Bytes = 32;

    public static string New(string prefix = "") =>
        prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    public static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
