using System.Buffers;
using System.Security.Cryptography;
using MDReader.Server.Platform;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace MDReader.Server.Embedded;

/// <summary>
/// What S3 does by itself where it stands behind the port: takes an upload that was offered, and hands out a blob to who
/// holds an address of it. No cookie or token is asked for: the address is the right.
/// </summary>
static class BlobRoutes
{
    const int Chunk = 64 * 1024;

    // Whatever a file holds, on this origin no script of it runs and nothing else embeds it.
    const string Policy = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'";

    public static void MapBlobs(this IEndpointRouteBuilder app)
    {
        if (app.ServiceProvider.GetRequiredService<IBlobStore>() is not BlobFolder)
        {
            return;
        }

        var blobs = app.MapGroup(BlobLinks.Path).AllowAnonymous().ExcludeFromDescription();
        blobs.MapPut("/{link}", Upload);
        blobs.MapGet("/{link}", Download);
    }

    static async Task<IResult> Upload(string link, HttpContext context, BlobFolder folder, BlobLinks links)
    {
        if (links.ReadUpload(link) is not { } terms)
        {
            return Gone();
        }

        if (context.Request.ContentType != terms.ContentType)
        {
            return Problems.UnsupportedMediaType.Because($"Send Content-Type: {terms.ContentType}, as the upload was announced.");
        }

        if (context.Request.ContentLength is { } announced && announced != terms.Size)
        {
            return WrongSize(terms, announced);
        }

        context.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = terms.Size;
        using var making = folder.New();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var size = await Copy(context.Request.Body, making.File, hash, context.RequestAborted);
        if (size != terms.Size)
        {
            return WrongSize(terms, size);
        }

        if (!CryptographicOperations.FixedTimeEquals(hash.GetHashAndReset(), terms.Sha256))
        {
            return Problems.UploadMismatch.Because("The bytes have another SHA-256 than was announced; announce the file anew.");
        }

        making.Keep(terms.Key);
        return TypedResults.NoContent();
    }

    static async Task<IResult> Download(string link, HttpContext context, IBlobStore blobs, BlobLinks links)
    {
        if (links.ReadDownload(link) is not var (key, terms)
            || await blobs.Open(key, context.RequestAborted) is not { } content)
        {
            return Gone();
        }

        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.ContentDisposition = terms.Disposition;
        headers.CacheControl = "private, no-store";
        headers[HeaderNames.XFrameOptions] = "DENY";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        return TypedResults.Stream(content, terms.ContentType, enableRangeProcessing: true);
    }

    static async Task<long> Copy(Stream from, Stream to, IncrementalHash hash, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Chunk);
        try
        {
            var size = 0L;
            while (await from.ReadAsync(buffer, cancellationToken) is > 0 and var read)
            {
                hash.AppendData(buffer, 0, read);
                await to.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                size += read;
            }

            return size;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    static Refusal WrongSize(UploadTerms terms, long size) =>
        Problems.UploadMismatch.Because($"Send exactly the {terms.Size} bytes that were announced (now {size}).");

    static Refusal Gone() => Problems.NotFound.Because("This address has run out, or never was one; ask for a new one.");
}
