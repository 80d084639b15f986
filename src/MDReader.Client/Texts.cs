using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MDReader.Client;

/// <summary>What is in documents. Whoever has one open sees a write as it is made.</summary>
public sealed class Texts
{
    const string EditsType = "application/vnd.mdreader.edits+json";

    readonly Calls _calls;

    internal Texts(Calls calls) => _calls = calls;

    public async Task<Content> Read(Guid document, CancellationToken cancellation = default) =>
        (await Read($"documents/{document}/content", known: null, cancellation))!;

    /// <summary>Null when the text still is at the version that the caller knows.</summary>
    public Task<Content?> ReadIfChanged(Guid document, string known, CancellationToken cancellation = default) =>
        Read($"documents/{document}/content", known, cancellation);

    /// <summary>The text as it was at a version that is still kept.</summary>
    public async Task<Content> ReadAt(Guid document, string version, CancellationToken cancellation = default) =>
        (await Read($"documents/{document}/content".With("version", version), known: null, cancellation))!;

    /// <summary>Merges the change from a version to this text into what is there now: what others typed since stays.</summary>
    /// <param name="bytes">The whole text.</param>
    /// <param name="since">The version that it was made from.</param>
    /// <param name="key">Sent again with the same key it is merged once.</param>
    /// <exception cref="ProblemException"><c>base-unavailable</c>: the version is too old to be merged from.</exception>
    public Task<Written> Write(
        Guid document, byte[] bytes, string since, Guid? key = null, CancellationToken cancellation = default) =>
        Send(() => Text(document, bytes, since, key), cancellation);

    /// <summary>Makes this the text, if nobody has changed it since.</summary>
    /// <exception cref="ProblemException"><c>precondition-failed</c>: somebody has; the member <c>currentEtag</c> is the
    /// version now.</exception>
    public Task<Written> Replace(
        Guid document, byte[] bytes, string unchangedSince, Guid? key = null, CancellationToken cancellation = default) => Send(
        () =>
        {
            var request = Text(document, bytes, since: null, key);
            request.Headers.TryAddWithoutValidation("If-Match", unchangedSince);
            return request;
        },
        cancellation);

    /// <summary>Makes a few edits, all of them or none. Each means the text as it was before them.</summary>
    /// <param name="since">The version that they were made for; null for the present one.</param>
    /// <param name="key">Sent again with the same key they are made once.</param>
    /// <exception cref="ProblemException"><c>edit-not-found</c> or <c>edit-ambiguous</c>, with the member <c>edit</c>.</exception>
    public Task<Written> Edit(
        Guid document, IEnumerable<Edit> edits, string? since = null, Guid? key = null, CancellationToken cancellation = default)
    {
        var body = Bodies.Of(("base", since), ("edits", Bodies.List(edits, edit => edit.Write())));
        return Send(
            () => Calls.Request(HttpMethod.Patch, $"documents/{document}/content", Calls.Json(body, EditsType), key), cancellation);
    }

    async Task<Content?> Read(string path, string? known, CancellationToken cancellation)
    {
        using var answer = await _calls.Send(
            () =>
            {
                var request = Calls.Request(HttpMethod.Get, path);
                if (known is not null)
                    request.Headers.TryAddWithoutValidation("If-None-Match", known);
                return request;
            },
            cancellation);
        if (answer.StatusCode == HttpStatusCode.NotModified)
            return null;
        var etag = answer.Headers.ETag ?? throw new JsonException("What answered isn't MDReader: a text without a version.");
        return new(await answer.Content.ReadAsByteArrayAsync(cancellation), etag.ToString());
    }

    async Task<Written> Send(Func<HttpRequestMessage> make, CancellationToken cancellation)
    {
        using var answer = await _calls.Send(make, cancellation);
        return await Calls.Read<Written>(answer, cancellation);
    }

    static HttpRequestMessage Text(Guid document, byte[] bytes, string? since, Guid? key) => Calls.Request(
        HttpMethod.Put, $"documents/{document}/content".With("base", since),
        new ByteArrayContent(bytes) { Headers = { ContentType = new("text/markdown") } }, key);
}

/// <summary>A document's text, byte for byte as it was written.</summary>
/// <param name="Etag">Its version, quotes included.</param>
public sealed record Content(byte[] Bytes, string Etag);

/// <summary>The answer to a write of text.</summary>
/// <param name="Etag">The version now.</param>
/// <param name="Merged">Whether others had changed the text since the base; then it isn't the text that was sent.</param>
/// <param name="Overlaps">Changes that touched text which others had changed too.</param>
public sealed record Written(string Etag, bool Merged, int Overlaps);

/// <summary>A part of a text, in UTF-16 code units of it with LF line ends.</summary>
/// <param name="End">Behind the last one.</param>
public sealed record TextRange(int Start, int End);

/// <summary>An edit of a text.</summary>
public abstract record Edit
{
    Edit()
    {
    }

    internal abstract JsonNode Write();

    /// <param name="Find">Text that is there.</param>
    /// <param name="Replacement">Put in its place.</param>
    /// <param name="Occurrence">Which, from 1; null where it is there once.</param>
    public sealed record Replace(string Find, string Replacement, int? Occurrence = null) : Edit
    {
        internal override JsonNode Write() =>
            Bodies.Of(("find", Find), ("replace", Replacement), ("occurrence", Occurrence));
    }

    /// <param name="Text">Put in the range's place.</param>
    public sealed record At(TextRange Range, string Text) : Edit
    {
        internal override JsonNode Write() =>
            Bodies.Of(("range", Bodies.Of(("start", Range.Start), ("end", Range.End))), ("text", Text));
    }

    /// <param name="Text">Put at the end.</param>
    public sealed record Append(string Text) : Edit
    {
        internal override JsonNode Write() => Bodies.Of(("append", Text));
    }
}
