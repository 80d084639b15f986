namespace MDReader.Server.Comments;

/// <summary>Told when a thread of a document, or anything in it, was made, changed or deleted.</summary>
public sealed record ThreadChanged(Guid WorkspaceId, Guid DocumentId, Guid ThreadId);
