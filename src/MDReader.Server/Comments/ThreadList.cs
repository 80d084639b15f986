using MDReader.Server.Access;
using MDReader.Server.Documents;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Comments;

/// <summary>A document's threads, the oldest first.</summary>
sealed class ThreadList(Database database, DocumentAccess access, Pages pages, Threads threads)
{
    public async Task<(Page<ThreadEntry>? Page, Refusal? Refusal)> Read(
        Guid document, ThreadFilter filter, PageQuery query, HttpContext context)
    {
        if (filter.Status is not (null or ThreadEntry.Open or ThreadEntry.Resolved))
            return (null, Problems.BadRequest.Because("Filter by status \"open\" or \"resolved\"."));
        var caller = Caller.Of(context)!;
        var (standing, refusal) = await access.May(document, caller.UserId, Ability.Read, context.RequestAborted);
        if (standing is null)
            return (null, refusal);
        var (start, mismatch) = pages.Start(
            query, $"threads of {document} {filter.Status} mine {filter.Mine} orphaned {filter.Orphaned}", caller);
        if (mismatch is not null)
            return (null, mismatch);

        var found = new List<CommentThread>();
        for (var after = start.After; found.Count <= start.Limit;)
        {
            var chunk = await Next(document, filter, caller.UserId, after, start.Limit + 1, context.RequestAborted);
            found.AddRange(await OfOrphans(document, filter.Orphaned, chunk, context.RequestAborted));
            if (chunk.Count <= start.Limit)
                break;
            after = chunk[^1].Id;
        }
        if (found.Count > start.Limit + 1)
            found.RemoveRange(start.Limit + 1, found.Count - start.Limit - 1);
        var entries = await threads.Describe(document, found, context.RequestAborted);
        return (pages.Finish(start, entries, entry => entry.Id, context), null);
    }

    Task<List<CommentThread>> Next(
        Guid document, ThreadFilter filter, Guid me, Guid? after, int most, CancellationToken cancellationToken) =>
        database.Read((db, token) => db.CommentThreads
            .Where(thread => thread.DocumentId == document && (after == null || thread.Id > after))
            .Where(thread => filter.Status == null || thread.ResolvedAt != null == (filter.Status == ThreadEntry.Resolved))
            .Where(thread => filter.Mine != true || thread.CreatedBy == me
                || db.Set<Comment>().Any(comment => comment.ThreadId == thread.Id
                    && (comment.AuthorId == me
                        || db.Set<Mention>().Any(mention => mention.CommentId == comment.Id && mention.UserId == me))))
            .OrderBy(thread => thread.Id)
            .Take(most)
            .ToListAsync(token), cancellationToken);

    // Whether a thread's text is there only the text knows.
    async Task<IEnumerable<CommentThread>> OfOrphans(
        Guid document, bool? orphaned, List<CommentThread> chunk, CancellationToken cancellationToken)
    {
        if (orphaned is not { } wanted)
            return chunk;
        var ranges = await threads.Locate(document, chunk, cancellationToken);
        return chunk.Where((_, i) => ranges[i] is null == wanted);
    }
}
