using System.Security.Cryptography;
using System.Text;
using MDReader.Cloud;
using MDReader.Server.Platform;
using MDReader.TestKit;

namespace Cloud.Tests;

public sealed class S3BlobsTests : BlobStoreTests
{
    S3Server _s3 = null!;

    protected override async Task<(string, string)[]> Settings()
    {
        Assert.SkipUnless(S3Server.IsInstalled, "Run npm ci in tests/MDReader.TestKit/s3.");
        _s3 = await S3Server.Start();
        return [("MDReader:S3", _s3.Address)];
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_s3 is not null)
            await _s3.DisposeAsync();
    }

    // The emulator doesn't hold uploads against the policy, so the policy itself is read.
    [Fact]
    public async Task The_policy_of_an_upload_pins_key_size_type_and_digest()
    {
        using var store = new S3Blobs(S3Address.Read("s3://key:secret@bucket?region=eu-central-1"));
        var terms = new UploadTerms(
            BlobKey.Of("attachments/arriving/1"), 42, "image/png", SHA256.HashData("x"u8),
            TimeProvider.System.Now() + TimeSpan.FromMinutes(15));

        var offer = await store.OfferUpload(terms, default);

        (offer.Method, offer.Headers).ShouldBe(("POST", null));
        offer.Url.Scheme.ShouldBe("https");
        var policy = Encoding.UTF8.GetString(Convert.FromBase64String(offer.Fields!["Policy"]));
        policy.ShouldContain("\"content-length-range\",42,42");
        policy.ShouldContain("attachments/arriving/1");
        policy.ShouldContain("image/png");
        policy.ShouldContain(Convert.ToBase64String(terms.Sha256).Replace("+", "\\u002B", StringComparison.Ordinal));
        policy.ShouldContain($"{terms.ExpiresAt:yyyy-MM-ddTHH:mm:ss}");
        offer.Fields["key"].ShouldBe("attachments/arriving/1");
    }

    // Nor does it verify signatures of the present kind, so what is signed is read.
    [Fact]
    public async Task The_address_of_a_download_is_signed_for_a_moment_with_what_it_may_be_taken_for()
    {
        using var store = new S3Blobs(S3Address.Read("s3://key:secret@bucket?region=eu-central-1"));
        var terms = new DownloadTerms("x.svg", "application/octet-stream", Inline: false, TimeProvider.System.Now() + TimeSpan.FromSeconds(60));

        var there = await store.OfferDownload(BlobKey.Of("attachments/1/2"), terms, default);

        there.AbsoluteUri.ShouldStartWith("https://bucket.s3.eu-central-1.amazonaws.com/attachments/1/2?");
        var query = System.Web.HttpUtility.ParseQueryString(there.Query);
        int.Parse(query["X-Amz-Expires"]!, System.Globalization.CultureInfo.InvariantCulture).ShouldBeInRange(1, 60);
        query["response-content-type"].ShouldBe("application/octet-stream");
        query["response-content-disposition"]!.ShouldStartWith("attachment");
        query["X-Amz-Signature"]!.Length.ShouldBe(64);
    }

    // In a composition the server knows the store by a name that no browser does.
    [Fact]
    public async Task Browsers_are_given_the_address_by_which_they_reach_the_store()
    {
        using var store = new S3Blobs(S3Address.Read("s3://key:secret@bucket?endpoint=http://store:9000&public=https://files.example.org"));
        var (key, until) = (BlobKey.Of("attachments/1/2"), TimeProvider.System.Now() + TimeSpan.FromSeconds(60));

        var upload = await store.OfferUpload(new UploadTerms(key, 1, Text, SHA256.HashData("x"u8), until), default);
        var download = await store.OfferDownload(key, new DownloadTerms("x.txt", Text, Inline: false, until), default);

        upload.Url.AbsoluteUri.TrimEnd('/').ShouldBe("https://files.example.org/bucket");
        download.AbsoluteUri.ShouldStartWith("https://files.example.org/bucket/attachments/1/2?");
        store.Origins.ShouldHaveSingleItem().ShouldBe(new Uri("https://files.example.org"));
    }

    [Theory]
    [InlineData("s3://bucket", "bucket us-east-1  ")]
    [InlineData("s3://bucket?region=eu-central-1", "bucket eu-central-1  ")]
    [InlineData("s3://key:se%2Fcret@bucket?endpoint=http%3A%2F%2F127.0.0.1%3A9000", "bucket us-east-1 http://127.0.0.1:9000/ ")]
    [InlineData("s3://bucket?endpoint=http://store:9000&public=https://files.example.org", "bucket us-east-1 http://store:9000/ https://files.example.org/")]
    public void An_address_is_read(string text, string read)
    {
        var address = S3Address.Read(text);
        $"{address.Bucket} {address.Region} {address.Endpoint} {address.Public}".ShouldBe(read);
    }

    [Theory]
    [InlineData("bucket")]
    [InlineData("https://bucket")]
    [InlineData("s3://bucket/folder")]
    [InlineData("s3://bucket?key=1")]
    [InlineData("s3://bucket?endpoint=nowhere")]
    [InlineData("s3://bucket?public=nowhere")]
    public void What_is_no_address_is_refused_with_an_example(string text) =>
        Should.Throw<FormatException>(() => S3Address.Read(text)).Message.ShouldContain("s3://bucket?region=");
}
