using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace MDReader.Server.Platform;

/// <summary>How every list is asked for.</summary>
public sealed record PageQuery
{
    /// <summary>Items wanted, 1 to 200; more is 200. Without it 50.</summary>
    [FromQuery(Name = "limit")]
    public int? Limit { get; init; }

    /// <summary>The <c>nextCursor</c> of the page before.</summary>
    [FromQuery(Name = "cursor")]
    public string? Cursor { get; init; }
}

/// <summary>One page of a list.</summary>
/// <param name="Items">In the order of the list.</param>
/// <param name="NextCursor">Null at the end.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor);

/// <summary>Where a page begins: after the row with this id, if given. Ask for one row more than the limit.</summary>
/// <param name="AfterKey">What the list is sorted by before the id, of that row; empty where the id alone sorts it.</param>
public readonly record struct PageStart(string List, Guid Principal, int Limit, Guid? After, string AfterKey = "");

/// <summary>
/// Keyset paging. A cursor holds the id of the last row seen, and what else the list is sorted by, and is signed together
/// with the list, its filters and the principal, so it opens nothing else.
/// </summary>
public sealed class Pages(InstanceSecrets secrets)
{
    const int Default = 50;
    const int Most = 200;
    const int IdLength = 16;
    const int LongestCursor = 1024;
    const string Key = "cursors";

    /// <summary>Answers with a page of one of the caller's own lists.</summary>
    /// <param name="query">What was asked.</param>
    /// <param name="list">The list and its filters, in words of the route.</param>
    /// <param name="context">The request.</param>
    /// <param name="read">Reads from the start, one row more than the limit.</param>
    /// <param name="id">The id that the list is ordered by.</param>
    public async Task<Results<Answer<Page<T>>, Refusal>> Answer<T>(
        PageQuery query, string list, HttpContext context, Func<PageStart, CancellationToken, Task<List<T>>> read, Func<T, Guid> id)
    {
        var (start, refusal) = Start(query, list, Caller.Of(context)!);
        return refusal is null
            ? Answers.With(Finish(start, await read(start, context.RequestAborted), id, context))
            : refusal;
    }

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

        return Read(query.Cursor, start) is var (after, key)
            ? (start with { After = after, AfterKey = key }, null)
            : (default, Problems.CursorMismatch.Because(
                "Start again without a cursor: it goes with the same filters and the same account only."));
    }

    /// <param name="start">From <see cref="Start"/>.</param>
    /// <param name="rows">Up to one row more than the limit, in the order of the list.</param>
    /// <param name="id">The id that the list is ordered by.</param>
    /// <param name="context">Is given the <c>Link</c> header.</param>
    public Page<T> Finish<T>(PageStart start, List<T> rows, Func<T, Guid> id, HttpContext context) =>
        Finish(start, rows, row => ("", id(row)), context);

    /// <inheritdoc cref="Finish{T}(PageStart, List{T}, Func{T, Guid}, HttpContext)"/>
    /// <param name="sortedBy">What the list is ordered by: a key, and among equal ones the id.</param>
    public Page<T> Finish<T>(PageStart start, List<T> rows, Func<T, (string Key, Guid Id)> sortedBy, HttpContext context)
    {
        if (rows.Count <= start.Limit)
        {
            return new Page<T>(rows, NextCursor: null);
        }

        rows.RemoveRange(start.Limit, rows.Count - start.Limit);
        var cursor = Write(start, sortedBy(rows[^1]));
        // An agent's answer is a stream by then, and it has no use for the header.
        if (context.Response.HasStarted)
        {
            return new Page<T>(rows, cursor);
        }

        var query = context.Request.Query
            .Where(pair => pair.Key != "cursor")
            .Append(new("cursor", cursor));
        context.Response.Headers.Link = $"<{QueryHelpers.AddQueryString(context.Request.Path, query)}>; rel=\"next\"";
        return new Page<T>(rows, cursor);
    }

    string Write(PageStart start, (string Key, Guid Id) last)
    {
        var key = Encoding.UTF8.GetBytes(last.Key);
        var cursor = new byte[IdLength + key.Length + HMACSHA256.HashSizeInBytes];
        last.Id.TryWriteBytes(cursor);
        key.CopyTo(cursor, IdLength);
        Sign(start, cursor.AsSpan(..^HMACSHA256.HashSizeInBytes)).CopyTo(cursor, IdLength + key.Length);
        return UrlText.Of(cursor);
    }

    (Guid Id, string Key)? Read(string text, PageStart start)
    {
        if (text.Length > 2 * LongestCursor
            || UrlText.Read(text) is not { Length: >= IdLength + HMACSHA256.HashSizeInBytes } cursor)
        {
            return null;
        }

        var last = cursor.AsSpan(..^HMACSHA256.HashSizeInBytes);
        var signature = cursor.AsSpan(last.Length..);
        return CryptographicOperations.FixedTimeEquals(Sign(start, last), signature)
            ? (new Guid(last[..IdLength]), Encoding.UTF8.GetString(last[IdLength..]))
            : null;
    }

    byte[] Sign(PageStart start, ReadOnlySpan<byte> last) => HMACSHA256.HashData(
        secrets.Get(Key),
        (byte[])[.. last, .. Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $" {start.Principal} {start.List}"))]);
}
