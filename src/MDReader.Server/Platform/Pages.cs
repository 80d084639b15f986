using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace MDReader.Server.Platform;

/// <summary>How every list is asked for.</summary>
/// <param name="Limit">Items wanted, 1 to 200; more is 200. Without it 50.</param>
/// <param name="Cursor">The <c>nextCursor</c> of the page before.</param>
public sealed record PageQuery([FromQuery(Name = "limit")] int? Limit, [FromQuery(Name = "cursor")] string? Cursor);

/// <summary>One page of a list.</summary>
/// <param name="Items">In the order of the list.</param>
/// <param name="NextCursor">Null at the end.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor);

/// <summary>Where a page begins: after the row with this id, if given. Ask for one row more than the limit.</summary>
public readonly record struct PageStart(string List, Guid Principal, int Limit, Guid? After);

/// <summary>
/// Keyset paging. A cursor holds the id of the last row seen and is signed together with the list, its filters and the
/// principal, so it opens nothing else.
/// </summary>
public sealed class Pages(InstanceSecrets secrets)
{
    const int Default = 50;
    const int Most = 200;
    const string Key = "cursors";

    /// <param name="query">What was asked.</param>
    /// <param name="list">The list and its filters, in words of the route.</param>
    /// <param name="caller">Whose list it is.</param>
    public (PageStart Start, Refusal? Refusal) Start(PageQuery query, string list, Caller caller)
    {
        if (query.Limit < 1)
        {
            return (default, Problems.BadRequest.Because($"Send a limit of 1 to {Most} (now {query.Limit})."));
        }

        var start = new PageStart(list, caller.UserId, Math.Min(query.Limit ?? Default, Most), After: null);
        if (query.Cursor is null)
        {
            return (start, null);
        }

        return Read(query.Cursor, start) is { } after
            ? (start with { After = after }, null)
            : (default, Problems.CursorMismatch.Because(
                "Start again without a cursor: it goes with the same filters and the same account only."));
    }

    /// <param name="start">From <see cref="Start"/>.</param>
    /// <param name="rows">Up to one row more than the limit, in the order of the list.</param>
    /// <param name="id">The id that the list is ordered by.</param>
    /// <param name="context">Is given the <c>Link</c> header.</param>
    public Page<T> Finish<T>(PageStart start, List<T> rows, Func<T, Guid> id, HttpContext context)
    {
        if (rows.Count <= start.Limit)
        {
            return new Page<T>(rows, NextCursor: null);
        }

        rows.RemoveRange(start.Limit, rows.Count - start.Limit);
        var cursor = Write(start, id(rows[^1]));
        var query = context.Request.Query
            .Where(pair => pair.Key != "cursor")
            .Append(new("cursor", cursor));
        context.Response.Headers.Link = $"<{QueryHelpers.AddQueryString(context.Request.Path, query)}>; rel=\"next\"";
        return new Page<T>(rows, cursor);
    }

    string Write(PageStart start, Guid last)
    {
        var cursor = new byte[16 + HMACSHA256.HashSizeInBytes];
        last.TryWriteBytes(cursor);
        Sign(start, last).CopyTo(cursor, 16);
        return Base64Url.EncodeToString(cursor);
    }

    Guid? Read(string text, PageStart start)
    {
        var cursor = new byte[16 + HMACSHA256.HashSizeInBytes];
        if (!Base64Url.TryDecodeFromChars(text, cursor, out var written) || written != cursor.Length)
        {
            return null;
        }

        var last = new Guid(cursor.AsSpan(0, 16));
        var signature = Sign(start, last);
        return CryptographicOperations.FixedTimeEquals(signature, cursor.AsSpan(16)) ? last : null;
    }

    byte[] Sign(PageStart start, Guid last) => HMACSHA256.HashData(
        secrets.Get(Key),
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{last} {start.Principal} {start.List}")));
}
