using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace MDReader.Server.Platform;

/// <summary>What <c>If-Match</c> and <c>If-None-Match</c> ask (RFC 9110, 13.1). Values here are without quotes.</summary>
public static class ETags
{
    /// <summary>The ETag of a row that counts its versions.</summary>
    public static string OfVersion(int version) => string.Create(CultureInfo.InvariantCulture, $"\"v{version}\"");

    /// <summary>True when the header is absent, is <c>*</c>, or holds the tag. Weak tags never match: this comparison
    /// guards a write.</summary>
    public static bool Allows(StringValues ifMatch, string current) =>
        StringValues.IsNullOrEmpty(ifMatch) || Tags(ifMatch).Any(tag => tag == "*" || tag == Bare(current));

    /// <summary>As <see cref="Allows(StringValues, string)"/>, for the thing that the route is about. A route that doesn't say
    /// that it can be refused so is about something else within it, a member or a link, which has no ETag.</summary>
    public static bool Allows(HttpContext context, string current) =>
        context.GetEndpoint()?.Metadata.GetMetadata<Refusals>()?.Types.Contains(Problems.PreconditionFailed) != true
        || Allows(context.Request.Headers.IfMatch, current);

    /// <summary>The refusal of a write over a version that is no longer the current one.</summary>
    public static Refusal Changed(string current) => Problems.PreconditionFailed
        .Because($"Read it again and send If-Match with what you read (now {current}).")
        .With("currentEtag", current);

    /// <summary>True when the client holds this version already: 304. A weak tag matches here.</summary>
    public static bool IsKnown(StringValues ifNoneMatch, string current) =>
        !StringValues.IsNullOrEmpty(ifNoneMatch)
        && Tags(ifNoneMatch).Any(tag => tag == "*" || (tag.StartsWith("W/", StringComparison.Ordinal) ? Bare(tag[2..]) : tag)
            == Bare(current));

    /// <summary>The opaque part of a tag, which some senders forget to quote and others quote twice.</summary>
    public static string Bare(string tag) => tag.Trim().Trim('"');

    /// <summary>The first tag that a sender holds, weak or not; null where they hold any, or none.</summary>
    public static string? First(StringValues header) => Tags(header)
        .Select(tag => tag.StartsWith("W/", StringComparison.Ordinal) ? Bare(tag[2..]) : tag)
        .FirstOrDefault(tag => tag.Length > 0 && tag != "*");

    static IEnumerable<string> Tags(StringValues header) => header
        .SelectMany(line => (line ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        .Select(tag => tag.StartsWith("W/", StringComparison.Ordinal) ? tag : Bare(tag));
}
