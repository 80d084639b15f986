using System.Text.Json.Serialization;

namespace MDReader.Client;

/// <param name="Role"><c>owner</c>, <c>editor</c>, <c>commenter</c> or <c>viewer</c>: the caller's.</param>
public sealed record Workspace(Guid Id, string Name, string Role);

/// <param name="ParentId">Null at the top of the workspace.</param>
public sealed record Folder(Guid Id, Guid? ParentId, string Name);

/// <param name="FolderId">Null at the top of the workspace.</param>
/// <param name="ContentEtag">The version of the text, quotes included.</param>
public sealed record Document(
    Guid Id, Guid WorkspaceId, Guid? FolderId, string Title, string Role, string ContentEtag, DateTimeOffset UpdatedAt)
{
    /// <summary>The folder whose deletion took it along into the trash; restoring that brings all of it back.</summary>
    public Guid? TrashedWith { get; init; }
}

/// <summary>A document's text, byte for byte as it was written.</summary>
/// <param name="Etag">Its version, quotes included.</param>
public sealed record Content(byte[] Bytes, string Etag);

/// <summary>The answer to a write of text.</summary>
/// <param name="Etag">The version now.</param>
/// <param name="Merged">Whether others had changed the text since the base; then it isn't the text that was sent.</param>
/// <param name="Overlaps">Changes that touched text which others had changed too.</param>
public sealed record Written(string Etag, bool Merged, int Overlaps);

/// <summary>Something in a workspace, as the feed tells of it.</summary>
/// <param name="Type"><c>document</c>, <c>folder</c> or something that this client doesn't know.</param>
/// <param name="Op"><c>upsert</c> or <c>delete</c>.</param>
public sealed record FeedItem(string Type, Guid Id, string Op)
{
    public const string DocumentType = "document";
    public const string FolderType = "folder";

    public bool IsGone => Op == "delete";

    /// <summary>Of a deletion: <c>trashed</c>, <c>purged</c> or <c>revoked</c>.</summary>
    public string? Reason { get; init; }

    /// <summary>A document's.</summary>
    public string? Title { get; init; }

    /// <summary>A folder's.</summary>
    public string? Name { get; init; }

    /// <summary>A document's folder, or the one that a folder is in; null at the top.</summary>
    public Guid? FolderId { get; init; }

    public string? Role { get; init; }

    public string? ContentEtag { get; init; }
}

/// <summary>A page of everything in a workspace.</summary>
public sealed record Snapshot(IReadOnlyList<FeedItem> Items, string? NextCursor, string SyncCursor);

/// <summary>What changed in a workspace.</summary>
public sealed record Changes(
    [property: JsonPropertyName("changes")] IReadOnlyList<FeedItem> Items, string NextCursor, bool HasMore);

/// <summary>Somebody in a workspace.</summary>
public sealed record Member(Guid UserId, string Name);

/// <summary>A text as it was saved.</summary>
/// <param name="Name">Null until somebody names it.</param>
/// <param name="Authors">The accounts that wrote since the version before.</param>
/// <param name="EndedAt">The last edit that is in it.</param>
public sealed record Version(Guid Id, string Etag, string? Name, IReadOnlyList<Guid> Authors, DateTimeOffset EndedAt);

/// <summary>A page of a list.</summary>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor);

/// <summary>A personal access token.</summary>
/// <param name="Token">Shown once.</param>
public sealed record AccessToken(Guid Id, string Name, string? Token, DateTimeOffset ExpiresAt);

/// <summary>Somebody with an account.</summary>
public sealed record Person(Guid Id, string Email, string Name);

/// <summary>The answer to a sign-in.</summary>
/// <param name="AccessToken">Good for <paramref name="ExpiresIn"/> seconds.</param>
public sealed record SignedIn(string AccessToken, int ExpiresIn, Person User);
