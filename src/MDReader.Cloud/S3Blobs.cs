using System.Net;
using System.Runtime.CompilerServices;
using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using MDReader.Cloud.Aws;
using MDReader.Server.Platform;

namespace MDReader.Cloud;

/// <summary>Blobs in a bucket. Browsers send and fetch them there directly, at addresses that are signed for one key, one
/// size and one type; they never pass through this process.</summary>
sealed class S3Blobs : IBlobStore, IDisposable
{
    readonly AmazonS3Client _client;

    // Asks nothing: what it signs holds at the address that browsers have.
    readonly AmazonS3Client _signer;
    readonly string _bucket;

    readonly Uri _origin;
    readonly CloudFrontUrls? _front;

    /// <param name="address">The bucket.</param>
    /// <param name="front">Signs addresses at CloudFront, which fetches from the bucket; null lets people fetch there.</param>
    public S3Blobs(S3Address address, CloudFrontUrls? front = null)
    {
        _front = front;
        _client = Client(address, address.Endpoint);
        _client.BeforeRequestEvent += SpellSource;
        _signer = Client(address, address.Public ?? address.Endpoint);
        _bucket = address.Bucket;
        _origin = (address.Public ?? address.Endpoint) is { } elsewhere
            ? new Uri(elsewhere.GetLeftPart(UriPartial.Authority))
            : new Uri($"https://{address.Bucket}.s3.{address.Region}.amazonaws.com");
    }

    static AmazonS3Client Client(S3Address address, Uri? at)
    {
        // What speaks S3 elsewhere takes the bucket in the path, and mostly no checksums of the newer kinds.
        var config = new AmazonS3Config
        {
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        if (at is not null)
            (config.ServiceURL, config.ForcePathStyle, config.AuthenticationRegion) = (at.ToString(), true, address.Region);
        else
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(address.Region);
        return address.Credentials is null ? new AmazonS3Client(config) : new AmazonS3Client(address.Credentials, config);
    }

    public IReadOnlyList<Uri> Origins => _front is null ? [_origin] : [_origin, _front.Origin];

    public Task Put(BlobKey key, Stream content, string contentType, CancellationToken cancellationToken) =>
        _client.PutObjectAsync(
            new PutObjectRequest
            {
                BucketName = _bucket,
                Key = $"{key}",
                InputStream = content,
                ContentType = contentType,
                AutoCloseStream = false,
                AutoResetStreamPosition = false,
                UseChunkEncoding = false,
            },
            cancellationToken);

    public async Task<Stream?> Open(BlobKey key, CancellationToken cancellationToken)
    {
        try
        {
            return (await _client.GetObjectAsync(_bucket, $"{key}", cancellationToken)).ResponseStream;
        }
        catch (AmazonS3Exception missing) when (missing.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    public async Task<BlobFacts?> Look(BlobKey key, CancellationToken cancellationToken)
    {
        try
        {
            var found = await _client.GetObjectMetadataAsync(
                new GetObjectMetadataRequest { BucketName = _bucket, Key = $"{key}", ChecksumMode = ChecksumMode.ENABLED },
                cancellationToken);
            // The checksum of an object made of parts is one of checksums, and ends in their number.
            var digest = found.ChecksumSHA256 is { Length: > 0 } sum && !sum.Contains('-') ? Convert.FromBase64String(sum) : null;
            return new(found.ContentLength, digest, found.ETag);
        }
        catch (AmazonS3Exception missing) when (missing.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    public async Task<bool> Move(
        BlobKey from, BlobFacts seen, BlobKey to, string contentType, CancellationToken cancellationToken)
    {
        // Asked as well, since not all that speaks S3 holds a copy to its condition.
        if ((await Look(from, cancellationToken))?.Version != seen.Version)
            return false;
        try
        {
            await _client.CopyObjectAsync(
                new CopyObjectRequest
                {
                    SourceBucket = _bucket,
                    SourceKey = $"{from}",
                    DestinationBucket = _bucket,
                    DestinationKey = $"{to}",
                    ETagToMatch = seen.Version,
                    MetadataDirective = S3MetadataDirective.REPLACE,
                    ContentType = contentType,
                },
                cancellationToken);
        }
        catch (AmazonS3Exception changed) when (changed.StatusCode is HttpStatusCode.PreconditionFailed or HttpStatusCode.NotFound)
        {
            return false;
        }
        await Delete(from, cancellationToken);
        return true;
    }

    public Task Delete(BlobKey key, CancellationToken cancellationToken) =>
        _client.DeleteObjectAsync(_bucket, $"{key}", cancellationToken);

    public async IAsyncEnumerable<StoredBlob> List(
        string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new ListObjectsV2Request { BucketName = _bucket, Prefix = prefix };
        do
        {
            var page = await _client.ListObjectsV2Async(request, cancellationToken);
            foreach (var found in page.S3Objects ?? [])
                if (BlobKey.Read(found.Key) is { } key)
                    yield return new(key, found.Size ?? 0, new DateTimeOffset(found.LastModified!.Value.ToUniversalTime()));
            request.ContinuationToken = page.IsTruncated == true ? page.NextContinuationToken : null;
        }
        while (request.ContinuationToken is not null);
    }

    /// <summary>A form whose policy names the key, the exact size, the type and the digest, which S3 holds the bytes
    /// against.</summary>
    public async Task<BlobUpload> OfferUpload(UploadTerms terms, CancellationToken cancellationToken)
    {
        var digest = Convert.ToBase64String(terms.Sha256);
        var request = new CreatePresignedPostRequest
        {
            BucketName = _bucket,
            Key = $"{terms.Key}",
            Expires = terms.ExpiresAt.UtcDateTime,
            Conditions = [S3PostCondition.ContentLengthRange(terms.Size, terms.Size)],
        };
        foreach (var (field, value) in new[]
        {
            ("Content-Type", terms.ContentType),
            ("x-amz-checksum-algorithm", "SHA256"),
            ("x-amz-checksum-sha256", digest),
        })
        {
            request.Fields[field] = value;
            request.Conditions.Add(S3PostCondition.ExactMatch(field, value));
        }
        var offer = await _signer.CreatePresignedPostAsync(request);
        var fields = new Dictionary<string, string>(offer.Fields) { ["key"] = $"{terms.Key}" };
        foreach (var (field, value) in request.Fields)
            fields[field] = value;
        return new(new Uri(offer.Url), HttpMethod.Post.Method, Headers: null, fields);
    }

    public async Task<Uri> OfferDownload(BlobKey key, DownloadTerms terms, CancellationToken cancellationToken) =>
        _front?.Sign($"{key}", terms.ContentType, terms.Disposition, terms.ExpiresAt)
        ?? new(await _signer.GetPreSignedURLAsync(new GetPreSignedUrlRequest
        {
            BucketName = _bucket,
            Key = $"{key}",
            Verb = HttpVerb.GET,
            Expires = terms.ExpiresAt.UtcDateTime,
            Protocol = _origin.Scheme == Uri.UriSchemeHttp ? Protocol.HTTP : Protocol.HTTPS,
            ResponseHeaderOverrides = new()
            {
                ContentType = terms.ContentType,
                ContentDisposition = terms.Disposition,
                CacheControl = "private, max-age=60",
            },
        }));

    public void Dispose()
    {
        _client.Dispose();
        _signer.Dispose();
        _front?.Dispose();
    }

    // Our keys need no escaping, and not all that speaks S3 takes a slash that is escaped.
    static void SpellSource(object sender, RequestEventArgs e)
    {
        const string Source = "x-amz-copy-source";
        if (e is WebServiceRequestEventArgs request && request.Headers.TryGetValue(Source, out var source))
            request.Headers[Source] = source.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
    }
}
