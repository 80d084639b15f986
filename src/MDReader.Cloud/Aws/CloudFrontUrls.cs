using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace MDReader.Cloud.Aws;

/// <summary>
/// Addresses of blobs at CloudFront, each signed for one file until one time (a "canned policy"). The host is another one
/// than the application's, and the signature covers it: what people upload is never served where the application is.
/// </summary>
sealed class CloudFrontUrls : IDisposable
{
    readonly Uri _origin;
    readonly string _keyId;
    readonly RSA _key = RSA.Create();

    /// <param name="address"><c>MDREADER_CLOUDFRONT</c>: <c>https://files.example.org?key=KeyPairId</c>.</param>
    /// <param name="pem"><c>MDREADER_CLOUDFRONT_KEY</c>: the RSA private key.</param>
    /// <exception cref="FormatException">One of them isn't that.</exception>
    public CloudFrontUrls(string address, string pem)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var url) || url.Scheme != Uri.UriSchemeHttps
            || QueryHelpers.ParseQuery(url.Query).GetValueOrDefault("key") is not [{ Length: > 0 } keyId])
            throw new FormatException("Write MDREADER_CLOUDFRONT as https://files.example.org?key=KeyPairId.");
        (_origin, _keyId) = (new Uri(url.GetLeftPart(UriPartial.Authority)), keyId);
        try
        {
            _key.ImportFromPem(pem);
        }
        // What was given is not repeated.
        catch (Exception wrong) when (wrong is ArgumentException or CryptographicException)
        {
            throw new FormatException("MDREADER_CLOUDFRONT_KEY is no RSA private key in PEM.");
        }
    }

    public Uri Origin => _origin;

    /// <param name="key">The object's, which needs no escaping.</param>
    /// <param name="contentType">What S3 is to call it.</param>
    /// <param name="disposition">The header that S3 is to send.</param>
    public Uri Sign(string key, string contentType, string disposition, DateTimeOffset expiresAt)
    {
        var address = QueryHelpers.AddQueryString(new Uri(_origin, key).ToString(), new Dictionary<string, string?>
        {
            ["response-content-disposition"] = disposition,
            ["response-content-type"] = contentType,
        });
        var until = expiresAt.ToUnixTimeSeconds();
        var signature = _key.SignData(Encoding.UTF8.GetBytes(Policy(address, until)), HashAlgorithmName.SHA1, RSASignaturePadding.Pkcs1);
        return new Uri($"{address}&Expires={until}&Signature={UrlSafe(signature)}&Key-Pair-Id={_keyId}");
    }

    public void Dispose() => _key.Dispose();

    /// <summary>Exactly these characters are what CloudFront checks the signature against.</summary>
    internal static string Policy(string address, long until) =>
        $"{{\"Statement\":[{{\"Resource\":\"{address}\",\"Condition\":{{\"DateLessThan\":{{\"AWS:EpochTime\":{until}}}}}}}]}}";

    // CloudFront's own alphabet.
    static string UrlSafe(byte[] bytes) => Convert.ToBase64String(bytes).Replace('+', '-').Replace('=', '_').Replace('/', '~');
}
