using System.Security.Cryptography;

namespace MDReader.Server.Platform;

/// <summary>Encrypts and authenticates small things that leave this process and come back, or lie in a table.</summary>
public sealed class Seals(InstanceSecrets secrets)
{
    const int Tag = 16;
    const int Nonce = 12;

    /// <param name="purpose">A seal opens only for the purpose it was made for.</param>
    public byte[] Close(string purpose, ReadOnlySpan<byte> content)
    {
        var closed = new byte[Nonce + Tag + content.Length];
        RandomNumberGenerator.Fill(closed.AsSpan(0, Nonce));
        using var aes = new AesGcm(secrets.Get(purpose), Tag);
        aes.Encrypt(closed.AsSpan(0, Nonce), content, closed.AsSpan(Nonce + Tag), closed.AsSpan(Nonce, Tag));
        return closed;
    }

    /// <summary>Null when it was not closed here for this purpose, or was changed since.</summary>
    public byte[]? Open(string purpose, ReadOnlySpan<byte> closed)
    {
        if (closed.Length < Nonce + Tag)
        {
            return null;
        }

        var content = new byte[closed.Length - Nonce - Tag];
        using var aes = new AesGcm(secrets.Get(purpose), Tag);
        try
        {
            aes.Decrypt(closed[..Nonce], closed[(Nonce + Tag)..], closed.Slice(Nonce, Tag), content);
            return content;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }
}
