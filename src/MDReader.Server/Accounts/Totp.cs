using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace MDReader.Server.Accounts;

/// <summary>Time-based one-time passwords (RFC 6238) as authenticator apps make them: HMAC-SHA1, 30 seconds, 6 digits.</summary>
static class Totp
{
    public const int SecretBytes = 20;
    public const int Digits = 6;

    const int StepSeconds = 30;

    // A code typed just before its end, or made by a clock that is off by less than a step, is still good.
    const int StepsAround = 1;

    const string Base32Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static byte[] NewSecret() => RandomNumberGenerator.GetBytes(SecretBytes);

    public static long Step(DateTimeOffset time) => time.ToUnixTimeSeconds() / StepSeconds;

    /// <param name="digits">6 as apps show; the vectors of the RFC have 8.</param>
    public static string Code(ReadOnlySpan<byte> secret, long step, int digits = Digits)
    {
        Span<byte> counter = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> mac = stackalloc byte[HMACSHA1.HashSizeInBytes];
#pragma warning disable CA5350 // HOTP is defined on HMAC-SHA1, which collisions of SHA-1 don't weaken; apps know no other.
        HMACSHA1.HashData(secret, counter, mac);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadUInt32BigEndian(mac[(mac[^1] & 0xf)..]) & 0x7fff_ffff;
        return (number % (uint)Math.Pow(10, digits)).ToString("D" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }

    /// <summary>The step whose code this is, now or one step around; null when it is none of them.</summary>
    public static long? Match(ReadOnlySpan<byte> secret, string typed, DateTimeOffset now)
    {
        var code = Encoding.UTF8.GetBytes(string.Concat(typed.Where(c => !char.IsWhiteSpace(c))));
        long? matched = null;
        // All are compared, so that the time tells nothing of which one it is.
        for (var step = Step(now) - StepsAround; step <= Step(now) + StepsAround; step++)
        {
            if (CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Code(secret, step)), code))
            {
                matched = step;
            }
        }

        return matched;
    }

    /// <summary>RFC 4648 without padding, as it is typed into an app.</summary>
    public static string Base32(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        var (bits, count) = (0, 0);
        foreach (var octet in bytes)
        {
            (bits, count) = ((bits << 8) | octet, count + 8);
            while (count >= 5)
            {
                count -= 5;
                text.Append(Base32Alphabet[(bits >> count) & 0x1f]);
            }

            bits &= (1 << count) - 1;
        }

        return count == 0 ? text.ToString() : text.Append(Base32Alphabet[(bits << (5 - count)) & 0x1f]).ToString();
    }

    /// <summary>What an app reads from the QR code.</summary>
    public static string Address(string account, ReadOnlySpan<byte> secret) =>
        $"otpauth://totp/MDReader:{Uri.EscapeDataString(account)}?secret={Base32(secret)}&issuer=MDReader";
}
