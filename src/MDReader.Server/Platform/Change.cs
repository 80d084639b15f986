namespace MDReader.Server.Platform;

/// <summary>
/// Something that clients keep in step has changed. Whoever changes it says so inside its <see cref="Database.Write{T}"/>
/// with <see cref="Database.Note"/>; what the object looks like now is asked only when somebody reads the feed.
/// </summary>
/// <param name="WorkspaceId">Whose feed tells it.</param>
public abstract record Change(Guid WorkspaceId)
{
    /// <summary>It was made, changed or brought back.</summary>
    public sealed record Upserted(Guid WorkspaceId, string Type, Guid Id) : Change(WorkspaceId);

    /// <summary>It is gone for everybody; <see cref="Upserted"/> brings it back out of the trash.</summary>
    public sealed record Deleted(Guid WorkspaceId, string Type, Guid Id, Gone Reason) : Change(WorkspaceId);

    /// <summary>One person may see or do more or less with this object than before. They are told of the object itself if
    /// they may see it now, and of its loss if not.</summary>
    public sealed record Access(Guid WorkspaceId, string Type, Guid Id, Guid PersonId) : Change(WorkspaceId);

    /// <summary>As <see cref="Access"/>, for everything in the workspace and the workspace itself: somebody came, left or
    /// was given another role.</summary>
    public sealed record AccessToAll(Guid WorkspaceId, Guid PersonId) : Change(WorkspaceId);
}

/// <summary>Why something isn't there any more.</summary>
public enum Gone
{
    Trashed,
    Purged,
}

/// <summary>The kinds of objects that clients keep in step, as the feed spells them.</summary>
public static class ObjectType
{
    public const string Workspace = "workspace";

    /// <summary>Its id is the person's.</summary>
    public const string Member = "member";
    public const string Folder = "folder";
    public const string Document = "document";
}

/// <summary>Told when a workspace's feed has got longer.</summary>
public sealed record FeedMoved(Guid WorkspaceId);
