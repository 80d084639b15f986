using MDReader.Server.Access;
using MDReader.Server.Documents;
using MDReader.Server.Platform;

namespace MDReader.Server.Sharing;

/// <summary>Lets everybody concerned know of a changed role, once it is committed.</summary>
sealed class PermissionNews(Database database, Notices notices, TimeProvider time)
{
    /// <summary>Tells the person's clients and sockets.</summary>
    public void Tell(Document document, Guid userId)
    {
        database.Note(new Change.Access(document.WorkspaceId, ObjectType.Document, document.Id, userId));
        database.Announce(new GrantChanged(document.Id, userId));
    }

    /// <summary>Tells the person that the document was shared with them.</summary>
    public Task Tell(Document document, Guid userId, Role role, Guid by, CancellationToken cancellationToken) => notices.Tell(
        $"{document.Id} {time.Now().ToUnixTimeMilliseconds()}",
        new Notice(NoticeEvent.Share, userId, by, document.WorkspaceId) { DocumentId = document.Id, Role = role.Word() },
        cancellationToken);
}
