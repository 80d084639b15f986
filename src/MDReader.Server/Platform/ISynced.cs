using System.Text.Json.Serialization;

namespace MDReader.Server.Platform;

/// <summary>A kind of object that clients keep in step. The feature that owns it says how it looks; that it changed, the
/// feature says with <see cref="Database.Note"/>.</summary>
public interface ISynced
{
    /// <summary>One of <see cref="ObjectType"/>.</summary>
    string Type { get; }

    /// <summary>Those of these objects that are there and that the person may see now, in any order.</summary>
    Task<IReadOnlyList<SyncedObject>> Read(MDReaderDb db, Onlooker onlooker, IReadOnlyList<Guid> ids, CancellationToken cancellationToken);
}

/// <summary>Who looks, and into which workspace.</summary>
public readonly record struct Onlooker(Guid WorkspaceId, Guid PersonId);

/// <summary>An object of a workspace as the feed tells it. What its type doesn't have is left out.</summary>
/// <param name="Type">Such as <c>document</c>.</param>
/// <param name="Id">Opaque; of a member, the person's.</param>
public sealed record SyncedObject(string Type, Guid Id)
{
    /// <summary><c>upsert</c> or <c>delete</c>.</summary>
    public string Op => Reason is null ? "upsert" : "delete";

    /// <summary>Of a deletion: <c>trashed</c>, <c>purged</c>, or <c>revoked</c> where only the caller lost it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Title { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Name { get; init; }

    /// <summary>Of a document: its folder; of a folder: the one it is in. Left out at the top of the workspace.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Guid? FolderId { get; init; }

    /// <summary>Of a member: theirs; of anything else: the caller's.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Role { get; init; }

    /// <summary>Of a document: whether it is kept from the workspace's members, but its owners and those with a role in it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? IsRestricted { get; init; }

    /// <summary>The ETag of the object itself, quotes included.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Etag { get; init; }

    /// <summary>The ETag of a document's text, quotes included, as <c>/content</c> sends it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ContentEtag { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? CreatedAt { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? UpdatedAt { get; init; }
}
