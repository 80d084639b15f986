using System.Text;
using MDReader.Server.Access;
using MDReader.Server.Documents;
using MDReader.Server.Platform;
using Microsoft.Extensions.Options;

namespace MDReader.Server.Collaboration;

/// <summary>Which edit of a document a saved version stands for.</summary>
/// <param name="File">Its bytes, where history doesn't reach back to it any more.</param>
public readonly record struct VersionPlace(int Epoch, long Seq, byte[]? File);

/// <summary>Finds a version of a document by its id; null when the document has none with it.</summary>
public delegate Task<VersionPlace?> FindVersion(Guid documentId, Guid versionId, CancellationToken cancellationToken);

/// <summary>Reads texts, present and earlier ones, out of rooms, the log and requests.</summary>
sealed class ContentReading(
    Rooms rooms, History history, FindVersion findVersion, Authorizer authorizer, IOptions<CollaborationOptions> options)
{
    /// <summary>The text that somebody asks for, if they may.</summary>
    /// <param name="id">The document.</param>
    /// <param name="version">The id or the ETag of a version; null for the present text.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public async Task<(Content? Content, Refusal? Refusal)> Read(
        Guid id, string? version, Caller caller, CancellationToken cancellation)
    {
        if (await Refuse(id, caller, Ability.Read, cancellation) is { } refusal)
            return (null, refusal);
        if (version is not null)
            return await Find(id, version, cancellation) is { } earlier
                ? (earlier, null)
                : (null, Problems.NotFound.Because("That version is not there, or no longer kept."));
        return await rooms.Read(id, cancellation) is { } content ? (content, null) : (null, NotFound());
    }

    /// <summary>An earlier text by the id or the ETag of its version; null when there is none.</summary>
    public async Task<Content?> Find(Guid document, string version, CancellationToken cancellation)
    {
        if (await Place(document, version, cancellation) is not { } place)
            return null;
        var file = place.File is { } bytes ? MarkdownFile.Parse(bytes)
            : (await history.OpenAt(document, place.Epoch, place.Seq))?.File;
        return file is null ? null : new Content(file, place.Epoch, place.Seq);
    }

    async Task<VersionPlace?> Place(Guid document, string version, CancellationToken cancellation) =>
        Guid.TryParse(version, out var id) ? await findVersion(document, id, cancellation)
        : Content.ReadEtag(version) is var (epoch, seq) ? new VersionPlace(epoch, seq, File: null)
        : null;

    /// <summary>The body as a file, or why it can't be one.</summary>
    public async Task<(MarkdownFile? File, Refusal? Flaw)> ReadFile(HttpRequest request, CancellationToken cancellation)
    {
        var limit = options.Value.TextLimit;
        if (request.ContentLength > limit)
            return (null, TooLarge(limit));
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await request.Body.ReadAsync(buffer, cancellation) is var read and > 0)
        {
            body.Write(buffer, 0, read);
            if (body.Length > limit)
                return (null, TooLarge(limit));
        }
        return Parse(body.ToArray());
    }

    /// <param name="bytes">The file.</param>
    /// <param name="pointer">Where in the request it stands.</param>
    public static (MarkdownFile? File, Refusal? Flaw) Parse(byte[] bytes, string pointer = "")
    {
        if (bytes.AsSpan().Contains((byte)0))
            return (null, Problems.Flawed([new(pointer, "nul", "Take the NUL characters out of the text.")]));
        try
        {
            return (MarkdownFile.Parse(bytes), null);
        }
        catch (DecoderFallbackException)
        {
            return (null, Problems.UnsupportedMediaType.Because("Send the text as UTF-8."));
        }
    }

    /// <summary>What the caller may not see is not there; what they may see but not do is forbidden.</summary>
    public async Task<Refusal?> Refuse(Guid id, Caller caller, Ability ability, CancellationToken cancellation) =>
        await authorizer.Standing(id, caller.UserId, cancellation) switch
        {
            null or { Role: null } => NotFound(),
            { Trashed: true } standing => DocumentAccess.InTrash(id, standing),
            { } standing when !standing.May(ability) => Problems.Forbidden.Because("An editor's role is needed to change the text."),
            _ => null,
        };

    public static Refusal NotFound() => Problems.NotFound.Because("There is no such document.");

    static Refusal TooLarge(int limit) => Problems.TooLarge.Because($"A document may have {limit} bytes of UTF-8.");
}
