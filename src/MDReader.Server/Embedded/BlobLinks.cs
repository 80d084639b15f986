using System.Text.Json;
using MDReader.Server.Platform;

namespace MDReader.Server.Embedded;

/// <summary>Addresses of this server at which one blob can be uploaded or fetched for a while. All that is allowed stands in
/// the address itself, sealed, so that nothing of it can be read or changed.</summary>
public sealed class BlobLinks(Seals seals, TimeProvider time)
{
    public const string Path = "/blobs";
    const string Uploads = "blob upload";
    const string Downloads = "blob download";

    public Uri ForUpload(UploadTerms terms) => Link(
        Uploads, new Upload($"{terms.Key}", terms.Size, terms.ContentType, terms.Sha256, terms.ExpiresAt));

    public Uri ForDownload(BlobKey key, DownloadTerms terms) => Link(Downloads, new Download($"{key}", terms));

    /// <summary>Null when it isn't one of ours, or its time is over.</summary>
    public UploadTerms? ReadUpload(string link) =>
        Read<Upload>(Uploads, link) is { } upload && upload.ExpiresAt > time.GetUtcNow()
            ? new(BlobKey.Of(upload.Key), upload.Size, upload.ContentType, upload.Sha256, upload.ExpiresAt)
            : null;

    /// <inheritdoc cref="ReadUpload"/>
    public (BlobKey Key, DownloadTerms Terms)? ReadDownload(string link) =>
        Read<Download>(Downloads, link) is { } download && download.Terms.ExpiresAt > time.GetUtcNow()
            ? (BlobKey.Of(download.Key), download.Terms)
            : null;

    Uri Link<T>(string purpose, T terms) =>
        new($"{Path}/{UrlText.Of(seals.Close(purpose, JsonSerializer.SerializeToUtf8Bytes(terms)))}", UriKind.Relative);

    T? Read<T>(string purpose, string link)
        where T : class =>
        UrlText.Read(link) is { } closed && seals.Open(purpose, closed) is { } open
            ? JsonSerializer.Deserialize<T>(open)
            : null;

    sealed record Upload(string Key, long Size, string ContentType, byte[] Sha256, DateTimeOffset ExpiresAt);

    sealed record Download(string Key, DownloadTerms Terms);
}
