using System.Numerics;
using System.Security.Cryptography;
using System.Text.Json;
using MDReader.Server.Platform;
using Microsoft.Extensions.Options;

namespace MDReader.Server.Notifications;

/// <summary>
/// By which push services know this instance (RFC 8292). The key pair comes of the instance's own key, which was made at the
/// first start and lies in the database: a browser that subscribed goes on trusting it wherever that is restored.
/// </summary>
sealed class Vapid : IDisposable
{
    const string Purpose = "web-push";

    // Push services take 24 hours at most.
    static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    // The order of P-256 (SEC 2, 2.4.2).
    static readonly BigInteger Order = new(
        Convert.FromHexString("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551"), isUnsigned: true, isBigEndian: true);

    readonly Lazy<ECDsa> _key;
    readonly TimeProvider _time;
    readonly Uri? _publicUrl;
    readonly string _from;

    public Vapid(InstanceSecrets secrets, TimeProvider time, IOptions<PlatformOptions> platform, IOptions<MailOptions> mail)
    {
        // The instance's key is there when the server listens, which is after this is made.
        _key = new(() => ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = Scalar(secrets.Get(Purpose)) }));
        (_time, _publicUrl, _from) = (time, platform.Value.PublicUrl, mail.Value.From);
    }

    /// <summary>The public key, for <c>applicationServerKey</c>, as base64url.</summary>
    public string PublicKey => UrlText.Of(PushMessage.Point(_key.Value.ExportParameters(includePrivateParameters: false)));

    /// <summary>The value of <c>Authorization</c> for a push to this endpoint.</summary>
    public string Authorization(Uri endpoint)
    {
        var claims = new Dictionary<string, object>
        {
            ["aud"] = endpoint.GetLeftPart(UriPartial.Authority),
            ["exp"] = (_time.GetUtcNow() + Lifetime).ToUnixTimeSeconds(),
            ["sub"] = _publicUrl is { Scheme: "https" } ? _publicUrl.GetLeftPart(UriPartial.Authority) : $"mailto:{_from}",
        };
        var signed = $"{UrlText.Of("""{"typ":"JWT","alg":"ES256"}"""u8)}.{UrlText.Of(JsonSerializer.SerializeToUtf8Bytes(claims))}";
        var signature = _key.Value.SignData(System.Text.Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256);
        return $"vapid t={signed}.{UrlText.Of(signature)}, k={PublicKey}";
    }

    public void Dispose()
    {
        if (_key.IsValueCreated)
        {
            _key.Value.Dispose();
        }
    }

    // From 1 to the order less one, whatever the bytes.
    static byte[] Scalar(byte[] secret)
    {
        var scalar = new BigInteger(secret, isUnsigned: true, isBigEndian: true) % (Order - 1) + 1;
        var bytes = scalar.ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[32 - bytes.Length], .. bytes];
    }
}
