using System.Security.Cryptography;

namespace MDReader.Client;

/// <summary>Files of documents.</summary>
public sealed class Attachments
{
    // The bytes go where the server says, which may be another's storage: without the caller's token.
    static readonly HttpClient Storage = new();

    readonly Calls _calls;

    internal Attachments(Calls calls) => _calls = calls;

    public IAsyncEnumerable<Attachment> List(Guid document, CancellationToken cancellation = default) =>
        _calls.List<Attachment>($"documents/{document}/attachments", cancellation);

    /// <summary>Announces a file, sends it, and completes it.</summary>
    /// <param name="open">Opens the bytes, twice: to count them, and to send them.</param>
    public async Task<Attachment> Upload(
        Guid document, string fileName, string contentType, Func<Stream> open, CancellationToken cancellation = default)
    {
        NewAttachment wanted;
        await using (var counted = open())
            wanted = new(fileName, contentType, counted.Length, Convert.ToHexStringLower(await SHA256.HashDataAsync(counted, cancellation)));
        var announced = await Announce(document, wanted, key: null, cancellation);
        await using var sent = open();
        using var request = announced.Upload!.Request(new StreamContent(sent) { Headers = { ContentType = new(contentType) } }, fileName);
        using var answer = await Storage.SendAsync(request, cancellation);
        if (!answer.IsSuccessStatusCode)
            throw await ProblemException.Read(answer, cancellation);
        return await Complete(announced.Id, key: null, cancellation);
    }

    /// <summary>Says which file is to come; <see cref="Attachment.Upload"/> says where to send it.</summary>
    /// <param name="key">Sent again with the same key it is announced once.</param>
    public Task<Attachment> Announce(
        Guid document, NewAttachment wanted, Guid? key = null, CancellationToken cancellation = default) => _calls.Post<Attachment>(
        $"documents/{document}/attachments",
        Bodies.Of(
            ("fileName", wanted.FileName), ("contentType", wanted.ContentType), ("size", wanted.Size), ("sha256", wanted.Sha256)),
        key, cancellation);

    /// <summary>Its bytes have been sent.</summary>
    public Task<Attachment> Complete(Guid attachment, Guid? key = null, CancellationToken cancellation = default) =>
        _calls.Post<Attachment>($"attachments/{attachment}/complete", body: null, key, cancellation);

    public Task Download(Guid attachment, Stream to, CancellationToken cancellation = default) =>
        _calls.Download($"attachments/{attachment}", to, cancellation);

    /// <summary>A small picture of a picture.</summary>
    public Task DownloadThumbnail(Guid attachment, Stream to, CancellationToken cancellation = default) =>
        _calls.Download($"attachments/{attachment}/thumbnail", to, cancellation);

    /// <summary>A picture of another server that the document's text names, fetched by this one where it is set to.</summary>
    public Task DownloadFarPicture(Guid document, string address, Stream to, CancellationToken cancellation = default) =>
        _calls.Download($"documents/{document}/pictures?address={address.Escaped()}", to, cancellation);

    public Task Delete(Guid attachment, CancellationToken cancellation = default) =>
        _calls.Delete($"attachments/{attachment}", cancellation);
}

/// <param name="ContentType">Such as <c>image/png</c>, without parameters.</param>
/// <param name="Size">In bytes.</param>
/// <param name="Sha256">Of the bytes, in hexadecimal digits.</param>
public sealed record NewAttachment(string FileName, string ContentType, long Size, string Sha256);

/// <param name="Size">In bytes.</param>
/// <param name="Sha256">Of the bytes, in hexadecimal digits.</param>
/// <param name="Status"><c>pending</c> until its bytes have arrived and were verified, then <c>ready</c>.</param>
/// <param name="IsPicture">It may be shown in a page; anything else is only ever saved.</param>
public sealed record Attachment(
    Guid Id, Guid DocumentId, string FileName, string ContentType, long Size, string Sha256, string Status, bool IsPicture,
    Guid UploadedBy, DateTimeOffset CreatedAt)
{
    /// <summary>Only in the answer to <see cref="Attachments.Announce"/>.</summary>
    public AttachmentUpload? Upload { get; init; }
}

/// <summary>How to send the bytes; nothing else than what was announced is taken there.</summary>
/// <param name="Method"><c>PUT</c> with the bytes as the body, or <c>POST</c> of a form.</param>
public sealed record AttachmentUpload(Uri Url, string Method, DateTimeOffset ExpiresAt)
{
    /// <summary>To send with a PUT.</summary>
    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    /// <summary>Of the form, before the field <c>file</c>.</summary>
    public IReadOnlyDictionary<string, string>? Fields { get; init; }

    internal HttpRequestMessage Request(HttpContent bytes, string fileName)
    {
        var request = new HttpRequestMessage(new(Method), Url) { Content = Method == "POST" ? Form(bytes, fileName) : bytes };
        foreach (var (name, value) in Headers ?? new Dictionary<string, string>())
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                bytes.Headers.Remove(name);
                bytes.Headers.TryAddWithoutValidation(name, value);
            }
        return request;
    }

    MultipartFormDataContent Form(HttpContent bytes, string fileName)
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, value) in Fields ?? new Dictionary<string, string>())
            form.Add(new StringContent(value), name);
        form.Add(bytes, "file", fileName);
        return form;
    }
}
