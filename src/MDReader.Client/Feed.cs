using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MDReader.Client;

/// <summary>All that is in a workspace, and what changes in it: for keeping a copy in step.</summary>
public sealed class Feed
{
    readonly Calls _calls;

    internal Feed(Calls calls) => _calls = calls;

    /// <summary>A page of everything.</summary>
    /// <param name="cursor">Null for the first page.</param>
    public Task<Snapshot> Snapshot(Guid workspace, string? cursor = null, CancellationToken cancellation = default) =>
        _calls.Get<Snapshot>($"workspaces/{workspace}/snapshot".With("limit", Calls.PageSize).With("cursor", cursor), cancellation);

    /// <summary>Everything, without the cursor to go on from.</summary>
    public async IAsyncEnumerable<FeedItem> Items(Guid workspace, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        string? cursor = null;
        do
        {
            var page = await Snapshot(workspace, cursor, cancellation);
            foreach (var item in page.Items)
                yield return item;
            cursor = page.NextCursor;
        }
        while (cursor is not null);
    }

    /// <summary>What changed since a cursor; waits for a change where there is none.</summary>
    /// <param name="wait">Seconds, 25 at most.</param>
    /// <exception cref="ProblemException"><c>sync-cursor-expired</c>: begin anew with <see cref="Snapshot"/>.</exception>
    public Task<Changes> Changes(Guid workspace, string since, int wait = 0, CancellationToken cancellation = default) =>
        _calls.Get<Changes>(
            $"workspaces/{workspace}/changes".With("since", since).With("limit", Calls.PageSize).With("wait", wait), cancellation);

    /// <summary>Hints that something happens, as it does, until it is cancelled or the server ends them. None has to be
    /// believed: what there is, <see cref="Changes"/> says.</summary>
    public async IAsyncEnumerable<Hint> Hints(Guid workspace, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        using var answer = await _calls.Send(
            () => Calls.Request(HttpMethod.Get, $"workspaces/{workspace}/events"), cancellation,
            HttpCompletionOption.ResponseHeadersRead);
        await using var stream = await answer.Content.ReadAsStreamAsync(cancellation);
        await foreach (var item in SseParser.Create(stream, Read).EnumerateAsync(cancellation))
            yield return item.Data;
    }

    static Hint Read(string @event, ReadOnlySpan<byte> data) =>
        JsonSerializer.Deserialize(data, ClientJson.Default.Hint)! with { Event = @event };
}

/// <summary>Something in a workspace, as the feed tells of it. What its type doesn't have is null.</summary>
/// <param name="Type"><c>document</c>, <c>folder</c> or something that this client doesn't know.</param>
/// <param name="Id">Of a member, the person's.</param>
/// <param name="Op"><c>upsert</c> or <c>delete</c>; null in a snapshot, where all is there.</param>
public sealed record FeedItem(string Type, Guid Id, string? Op)
{
    public const string DocumentType = "document";
    public const string FolderType = "folder";

    [JsonIgnore]
    public bool IsGone => Op == "delete";

    /// <summary>Of a deletion: <c>trashed</c>, <c>purged</c> or <c>revoked</c>.</summary>
    public string? Reason { get; init; }

    /// <summary>A document's.</summary>
    public string? Title { get; init; }

    /// <summary>A folder's.</summary>
    public string? Name { get; init; }

    /// <summary>A document's folder, or the one that a folder is in; null at the top.</summary>
    public Guid? FolderId { get; init; }

    /// <summary>A member's; of anything else the caller's.</summary>
    public Role? Role { get; init; }

    /// <summary>Of a document: whether it is kept from the workspace's members, but its owners and those with a role in it.</summary>
    public bool? IsRestricted { get; init; }

    /// <summary>Of what is said here.</summary>
    public string? Etag { get; init; }

    /// <summary>Of a document's text, quotes included.</summary>
    public string? ContentEtag { get; init; }

    public DateTimeOffset? CreatedAt { get; init; }

    public DateTimeOffset? UpdatedAt { get; init; }
}

/// <summary>A page of everything in a workspace.</summary>
/// <param name="NextCursor">Null at the end.</param>
/// <param name="SyncCursor">To ask for changes since, once the last page is read; every page gives the same.</param>
public sealed record Snapshot(IReadOnlyList<FeedItem> Items, string? NextCursor, string SyncCursor);

/// <summary>What changed in a workspace.</summary>
/// <param name="Items">Each at most once, as it is now.</param>
/// <param name="NextCursor">To ask with the next time.</param>
/// <param name="HasMore">Whether to ask again at once.</param>
public sealed record Changes(
    [property: JsonPropertyName("changes")] IReadOnlyList<FeedItem> Items, string NextCursor, bool HasMore);

/// <param name="Id">What it is about; null for the workspace as a whole.</param>
public sealed record Hint(Guid? Id)
{
    /// <summary>Such as <c>changes</c> or <c>comment</c>.</summary>
    [JsonIgnore]
    public string Event { get; init; } = "";

    /// <summary>The document that it is in.</summary>
    public Guid? DocumentId { get; init; }

    /// <summary>How many notifications the caller hasn't read.</summary>
    public int? Unread { get; init; }
}
