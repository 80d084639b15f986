using System.Security.Cryptography;
using System.Text;
using MDReader.Cloud.Aws;

namespace Cloud.Tests;

/// <summary>Signed addresses as CloudFront checks them: "Creating a signed URL using a canned policy" of its guide.</summary>
public sealed class CloudFrontTests : IDisposable
{
    static readonly DateTimeOffset Until = new(2026, 11, 26, 12, 15, 0, TimeSpan.Zero);

    readonly RSA _key = RSA.Create(2048);

    public void Dispose() => _key.Dispose();

    [Fact]
    public void The_signature_covers_the_host_the_file_its_name_and_the_time()
    {
        using var urls = new CloudFrontUrls("https://files.example.org?key=KABC", _key.ExportPkcs8PrivateKeyPem());
        var signed = urls.Sign("attachments/a/b/c", "image/png", "inline; filename=\"ä b.png\"", Until).AbsoluteUri;

        var address = signed[..signed.IndexOf("&Expires=", StringComparison.Ordinal)];
        address.ShouldStartWith("https://files.example.org/attachments/a/b/c?response-content-disposition=inline");
        signed.ShouldEndWith("&Key-Pair-Id=KABC");
        var signature = signed.Split("&Signature=")[1].Split('&')[0].Replace('-', '+').Replace('_', '=').Replace('~', '/');
        var policy = $"{{\"Statement\":[{{\"Resource\":\"{address}\",\"Condition\":{{\"DateLessThan\":{{\"AWS:EpochTime\":{Until.ToUnixTimeSeconds()}}}}}}}]}}";
        _key.VerifyData(Encoding.UTF8.GetBytes(policy), Convert.FromBase64String(signature), HashAlgorithmName.SHA1, RSASignaturePadding.Pkcs1)
            .ShouldBeTrue();
    }

    [Theory]
    [InlineData("http://files.example.org?key=K")]
    [InlineData("https://files.example.org")]
    [InlineData("files")]
    public void An_address_that_is_none_says_how_to_write_one(string address) =>
        Should.Throw<FormatException>(() => new CloudFrontUrls(address, _key.ExportPkcs8PrivateKeyPem()))
            .Message.ShouldContain("https://files.example.org?key=KeyPairId");

    [Fact]
    public void A_key_that_is_none_is_not_repeated() =>
        Should.Throw<FormatException>(() => new CloudFrontUrls("https://files.example.org?key=K", "a secret")).ToString().ShouldNotContain("a secret");
}
