using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace MDReader.TestKit;

/// <summary>Checks a request's signature (Signature Version 4) as AWS does, for a double of one of its services.</summary>
public static partial class AwsSignature
{
    /// <param name="request">Without a query.</param>
    /// <param name="body">Of it.</param>
    /// <param name="service">What it has to be signed for.</param>
    /// <param name="secret">The secret key.</param>
    public static bool Holds(HttpRequest request, byte[] body, string service, string secret)
    {
        var match = Authorization().Match(request.Headers.Authorization.ToString());
        if (!match.Success || match.Groups["service"].Value != service)
            return false;
        var (day, region) = (match.Groups["day"].Value, match.Groups["region"].Value);
        var signed = match.Groups["headers"].Value;
        var canonical = string.Join('\n',
            request.Method,
            Path(request),
            "",
            string.Concat(signed.Split(';').Select(name => $"{name}:{request.Headers[name].ToString().Trim()}\n")),
            signed,
            Hex(SHA256.HashData(body)));
        var text = string.Join('\n',
            "AWS4-HMAC-SHA256",
            request.Headers["X-Amz-Date"].ToString(),
            $"{day}/{region}/{service}/aws4_request",
            Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical))));
        var key = new[] { day, region, service, "aws4_request", text }
            .Aggregate(Encoding.UTF8.GetBytes($"AWS4{secret}"), (key, word) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(word)));
        return Hex(key) == match.Groups["signature"].Value;
    }

    // Encoded once more than it is sent.
    static string Path(HttpRequest request) => string.Join('/',
        request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('/').Select(Uri.EscapeDataString));

    static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    [GeneratedRegex(
        "^AWS4-HMAC-SHA256 Credential=[^/]+/(?<day>[0-9]+)/(?<region>[^/]+)/(?<service>[^/]+)/aws4_request, ?"
        + "SignedHeaders=(?<headers>[^,]+), ?Signature=(?<signature>[0-9a-f]+)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Authorization();
}
