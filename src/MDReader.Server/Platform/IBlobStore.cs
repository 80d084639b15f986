namespace MDReader.Server.Platform;

/// <summary>
/// The port behind which bytes lie outside the database: a folder, or S3. What is put there is there wholly or not at all,
/// and survives a crash from the moment the call returns.
/// </summary>
public interface IBlobStore
{
    /// <summary>Where browsers send and fetch bytes; empty where that is this server itself.</summary>
    IReadOnlyList<Uri> Origins { get; }

    /// <summary>Puts it in the place of what was there.</summary>
    /// <param name="content">Can seek; it is read from where it stands to its end.</param>
    Task Put(BlobKey key, Stream content, string contentType, CancellationToken cancellationToken);

    /// <summary>Null when nothing is there.</summary>
    Task<Stream?> Open(BlobKey key, CancellationToken cancellationToken);

    /// <summary>Null when nothing is there.</summary>
    Task<BlobFacts?> Look(BlobKey key, CancellationToken cancellationToken);

    /// <summary>Gives it another key, and the content type that it is fetched with. False, and nothing is moved, when it is
    /// no longer what was looked at.</summary>
    Task<bool> Move(BlobKey from, BlobFacts seen, BlobKey to, string contentType, CancellationToken cancellationToken);

    /// <summary>Does nothing when nothing is there.</summary>
    Task Delete(BlobKey key, CancellationToken cancellationToken);

    /// <param name="prefix">Such as <c>attachments/</c>; words are whole.</param>
    IAsyncEnumerable<StoredBlob> List(string prefix, CancellationToken cancellationToken);

    /// <summary>Lets whoever holds the answer put exactly this there, and nothing else.</summary>
    Task<BlobUpload> OfferUpload(UploadTerms terms, CancellationToken cancellationToken);

    /// <summary>An address that fetches it for a while, for whoever holds it. It is relative where
    /// <see cref="Origins"/> is empty.</summary>
    Task<Uri> OfferDownload(BlobKey key, DownloadTerms terms, CancellationToken cancellationToken);
}

/// <param name="Sha256">Null where the store doesn't know it by itself.</param>
/// <param name="Version">Another one when other bytes were put there.</param>
public sealed record BlobFacts(long Size, byte[]? Sha256, string Version);

public readonly record struct StoredBlob(BlobKey Key, long Size, DateTimeOffset WrittenAt);

/// <summary>What may be uploaded. The store refuses any other key, size and type by itself, and other bytes if it can
/// count them; they are verified afterwards all the same.</summary>
public sealed record UploadTerms(BlobKey Key, long Size, string ContentType, byte[] Sha256, DateTimeOffset ExpiresAt);

/// <summary>How to upload.</summary>
/// <param name="Url">Absolute, or relative to this server.</param>
/// <param name="Method"><c>PUT</c> with the bytes as the body, or <c>POST</c> of a form.</param>
/// <param name="Headers">To send with a PUT; null for a POST.</param>
/// <param name="Fields">Of the form, to be sent before the field <c>file</c>; null for a PUT.</param>
public sealed record BlobUpload(
    Uri Url, string Method, IReadOnlyDictionary<string, string>? Headers, IReadOnlyDictionary<string, string>? Fields);

/// <param name="Inline">False: a browser saves it and never shows it.</param>
public sealed record DownloadTerms(string FileName, string ContentType, bool Inline, DateTimeOffset ExpiresAt)
{
    /// <summary>The header; the name in both the spelling for everybody and the one for old clients (RFC 6266).</summary>
    public string Disposition => new System.Net.Http.Headers.ContentDispositionHeaderValue(Inline ? "inline" : "attachment")
    {
        FileName = Ascii(FileName),
        FileNameStar = FileName,
    }.ToString();

    static string Ascii(string name) =>
        "\"" + string.Concat(name.Select(c => c is '"' or '\\' or < ' ' or > '~' ? '_' : c)) + "\"";
}
