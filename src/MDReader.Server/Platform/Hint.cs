namespace MDReader.Server.Platform;

/// <summary>
/// Told to the people who have a workspace open, as a line of <c>GET /workspaces/{ws}/events</c>: ask again, there is
/// something new. A hint may be lost; what must not be missed is read from the database.
/// </summary>
/// <param name="WorkspaceId">Where.</param>
/// <param name="Event">The kind, such as <c>changes</c> or <c>presence</c>.</param>
/// <param name="ObjectId">What it is about; null for the workspace as a whole.</param>
/// <param name="PersonId">The only one who is told; null for everybody.</param>
public sealed record Hint(Guid WorkspaceId, string Event, Guid? ObjectId = null, Guid? PersonId = null)
{
    /// <summary>Only those who may read this document are told.</summary>
    public Guid? DocumentId { get; init; }
}

/// <summary>As <see cref="Hint"/>, told to one person wherever they have a workspace open.</summary>
/// <param name="Unread">How much they haven't read, all in all.</param>
public sealed record PersonalHint(Guid PersonId, string Event, Guid? ObjectId, int Unread);
