using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace MDReader.Server.Notifications;

/// <summary>
/// The body of a push: what only the browser can read (RFC 8291, by the content coding aes128gcm of RFC 8188, in one record).
/// </summary>
static class PushMessage
{
    public const int PointLength = 65;
    public const int AuthLength = 16;

    /// <summary>What every push service takes, less what encryption adds.</summary>
    public const int LongestContent = 3_000;

    const int SaltLength = 16;
    const int TagLength = 16;
    const int RecordSize = 4096;
    const byte LastRecord = 2;

    /// <param name="content">At most <see cref="LongestContent"/> bytes.</param>
    /// <param name="browser">The browser's public key, as it gave it.</param>
    /// <param name="auth">The browser's secret.</param>
    /// <param name="own">A key pair for this message alone.</param>
    /// <param name="salt">16 bytes of chance.</param>
    /// <exception cref="CryptographicException">The browser's key is no point of the curve.</exception>
    public static byte[] Encrypt(ReadOnlySpan<byte> content, byte[] browser, byte[] auth, ECDiffieHellman own, byte[] salt)
    {
        var ownPoint = Point(own.ExportParameters(includePrivateParameters: false));
        using var theirs = ECDiffieHellman.Create(Key(browser));
        var shared = own.DeriveRawSecretAgreement(theirs.PublicKey);
        var material = HKDF.DeriveKey(
            HashAlgorithmName.SHA256, shared, 32, auth, [.. Encoding.ASCII.GetBytes("WebPush: info\0"), .. browser, .. ownPoint]);
        var key = HKDF.DeriveKey(HashAlgorithmName.SHA256, material, 16, salt, Encoding.ASCII.GetBytes("Content-Encoding: aes128gcm\0"));
        var nonce = HKDF.DeriveKey(HashAlgorithmName.SHA256, material, 12, salt, Encoding.ASCII.GetBytes("Content-Encoding: nonce\0"));

        byte[] padded = [.. content, LastRecord];
        var message = new byte[SaltLength + 4 + 1 + PointLength + padded.Length + TagLength];
        salt.CopyTo(message, 0);
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(SaltLength), RecordSize);
        message[SaltLength + 4] = PointLength;
        ownPoint.CopyTo(message, SaltLength + 5);
        var record = message.AsSpan(SaltLength + 5 + PointLength);
        using var aes = new AesGcm(key, TagLength);
        aes.Encrypt(nonce, padded, record[..padded.Length], record[padded.Length..]);
        return message;
    }

    /// <summary>A key as it travels: the point, uncompressed (SEC 1, 2.3.3).</summary>
    public static byte[] Point(ECParameters key) => [4, .. key.Q.X!, .. key.Q.Y!];

    /// <exception cref="CryptographicException">It is no uncompressed point of P-256.</exception>
    public static ECParameters Key(byte[] point)
    {
        if (point is not [4, ..] || point.Length != PointLength)
        {
            throw new CryptographicException("A key is an uncompressed point of P-256, 65 bytes.");
        }

        var key = new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = point[1..33], Y = point[33..] },
        };
        key.Validate();
        return key;
    }
}
