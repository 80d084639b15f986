using System.Net.Http.Headers;
using System.Text.Json.Serialization;
using MDReader.Server.Platform;

namespace MDReader.Server.Attachments;

/// <summary>What is going to be uploaded.</summary>
/// <param name="FileName">One line, without slashes.</param>
/// <param name="ContentType">Such as <c>image/png</c>, without parameters.</param>
/// <param name="Size">In bytes.</param>
/// <param name="Sha256">Of the bytes: 64 hexadecimal digits, or base64.</param>
public sealed record AttachmentRequest(
    string? FileName = null, string? ContentType = null, long? Size = null, string? Sha256 = null) : IChecked
{
    const int LongestType = 100;

    public IEnumerable<Flaw> Check() =>
    [
        .. Checked.Line(FileName, "/fileName", Attachment.LongestName),
        .. FileName is "." or ".." || FileName?.AsSpan().ContainsAny('/', '\\') == true
            ? [new Flaw("/fileName", "path", "Send the file's name without its folder.")]
            : Array.Empty<Flaw>(),
        .. ContentType is { Length: <= LongestType } type && MediaTypeHeaderValue.TryParse(type, out var read) && read.MediaType == type
            ? Array.Empty<Flaw>()
            : [new Flaw("/contentType", "media-type", "Send a media type such as image/png, without parameters.")],
        .. Size is > 0 ? Array.Empty<Flaw>() : [new Flaw("/size", "out-of-range", "Send the file's size in bytes, at least 1.")],
        .. Digest is null ? [new Flaw("/sha256", "digest", "Send the SHA-256 of the bytes as 64 hexadecimal digits.")] : Array.Empty<Flaw>(),
    ];

    /// <summary>Null when it is none.</summary>
    internal byte[]? Digest => Sha256 switch
    {
        { Length: 64 } hex when hex.All(char.IsAsciiHexDigit) => Convert.FromHexString(hex),
        { Length: 44 } base64 when Convert.TryFromBase64String(base64, new byte[33], out var length) && length == 32 =>
            Convert.FromBase64String(base64),
        _ => null,
    };
}

/// <summary>A file of a document.</summary>
/// <param name="Status"><c>pending</c> until its bytes have arrived and were verified, then <c>ready</c>.</param>
/// <param name="Sha256">Of the bytes, in hexadecimal digits.</param>
/// <param name="IsPicture">It may be shown in a page; anything else is only ever saved.</param>
/// <param name="Upload">Only in the answer that announces it.</param>
public sealed record AttachmentEntry(
    Guid Id, Guid DocumentId, string FileName, string ContentType, long Size, string Sha256, string Status, bool IsPicture,
    Guid UploadedBy, DateTimeOffset CreatedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] AttachmentUpload? Upload = null)
{
    public const string Pending = "pending";
    public const string Ready = "ready";

    internal static AttachmentEntry Of(Attachment attachment) => new(
        attachment.Id, attachment.DocumentId, attachment.FileName, attachment.ContentType, attachment.Size,
        Convert.ToHexStringLower(attachment.Sha256), attachment.CompletedAt is null ? Pending : Ready, attachment.IsPicture,
        attachment.UploadedBy, attachment.CreatedAt);
}

/// <summary>How to send the bytes; nothing else than what was announced is taken there.</summary>
/// <param name="Url">Where to.</param>
/// <param name="Method"><c>PUT</c> with the bytes as the body, or <c>POST</c> of a form.</param>
/// <param name="Headers">To send with a PUT.</param>
/// <param name="Fields">Of the form, before the field <c>file</c>.</param>
public sealed record AttachmentUpload(
    Uri Url,
    string Method,
    DateTimeOffset ExpiresAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, string>? Headers = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, string>? Fields = null);
