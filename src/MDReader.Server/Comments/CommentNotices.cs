using MDReader.Server.Documents;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Comments;

/// <summary>Tells people of comments that concern them: each of one comment once, by what concerns them most.</summary>
sealed class CommentNotices(Notices notices)
{
    public async Task TellMentioned(
        CommentThread thread, Guid workspaceId, Comment comment, IEnumerable<Guid> people, CancellationToken cancellationToken)
    {
        foreach (var person in people)
            await Tell(NoticeEvent.Mention, person, thread, workspaceId, comment, cancellationToken);
    }

    /// <summary>Tells who takes part in the thread, and whose document it is; who is mentioned has been told.</summary>
    public async Task TellOthers(
        MDReaderDb db, CommentThread thread, Guid workspaceId, Comment comment, CancellationToken cancellationToken)
    {
        var told = await db.Mentions.Where(mention => mention.CommentId == comment.Id).Select(mention => mention.UserId)
            .ToListAsync(cancellationToken);
        var others = await db.Comments
            .Where(other => other.ThreadId == thread.Id && other.Id != comment.Id && other.DeletedAt == null
                && other.ImportedAuthor == null)
            .Select(other => other.AuthorId).Distinct().ToListAsync(cancellationToken);
        foreach (var person in others.Except(told))
            await Tell(NoticeEvent.Reply, person, thread, workspaceId, comment, cancellationToken);

        var owner = await db.Documents.Where(document => document.Id == thread.DocumentId)
            .Select(document => document.CreatedBy).SingleAsync(cancellationToken);
        if (!told.Contains(owner) && !others.Contains(owner))
            await Tell(NoticeEvent.Comment, owner, thread, workspaceId, comment, cancellationToken);
    }

    Task Tell(
        string @event, Guid person, CommentThread thread, Guid workspaceId, Comment comment, CancellationToken cancellationToken) =>
        notices.Tell(
            $"{comment.Id}",
            new Notice(@event, person, comment.AuthorId, workspaceId)
            {
                DocumentId = thread.DocumentId,
                ThreadId = thread.Id,
                CommentId = comment.Id,
            },
            cancellationToken);
}
