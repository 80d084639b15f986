using MDReader.Server.Access;
using MDReader.Server.Documents;
using MDReader.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Comments;

/// <summary>A thread that somebody may change, inside the transaction that changes it.</summary>
sealed record FoundThread(CommentThread Thread, Standing Standing, Guid CallerId);

/// <summary>A comment that somebody may change, inside the transaction that changes it.</summary>
sealed record FoundComment(Comment Comment, CommentThread Thread, Standing Standing, Guid CallerId);

/// <summary>Every change to a thread: it is looked up through its document, so that what is hidden stays hidden, and
/// told to those who watch.</summary>
sealed class CommentChange(Database database, DocumentAccess access)
{
    public Task<Results<T, Refusal>> OfThread<T>(
        Guid threadId, Ability ability, HttpContext context,
        Func<MDReaderDb, FoundThread, CancellationToken, Task<Results<T, Refusal>>> change)
        where T : IResult =>
        database.Write<Results<T, Refusal>>(async (db, token) =>
        {
            if (await db.CommentThreads.SingleOrDefaultAsync(found => found.Id == threadId, token) is not { } thread)
                return NoThread();
            var callerId = Caller.Of(context)!.UserId;
            var (standing, refusal) = await access.May(thread.DocumentId, callerId, ability, token);
            if (standing is null)
                return refusal!;
            database.Announce(new ThreadChanged(standing.Value.WorkspaceId, thread.DocumentId, thread.Id));
            return await change(db, new(thread, standing.Value, callerId), token);
        }, context.RequestAborted);

    public Task<Results<T, Refusal>> OfComment<T>(
        Guid commentId, Ability ability, HttpContext context,
        Func<MDReaderDb, FoundComment, CancellationToken, Task<Results<T, Refusal>>> change)
        where T : IResult =>
        database.Write<Results<T, Refusal>>(async (db, token) =>
        {
            if (await db.Comments.SingleOrDefaultAsync(found => found.Id == commentId && found.DeletedAt == null, token)
                is not { } comment)
                return Problems.NotFound.Because("There is no such comment, or it was deleted.");
            return await OfThread<T>(comment.ThreadId, ability, context, (inner, found, inside) =>
                change(inner, new(comment, found.Thread, found.Standing, found.CallerId), inside));
        }, context.RequestAborted);

    public static Refusal NoThread() => Problems.NotFound.Because("There is no such thread, or its document is not shared with you.");
}
