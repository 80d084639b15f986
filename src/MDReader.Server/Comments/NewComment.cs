using MDReader.Server.Access;
using MDReader.Server.Accounts;
using MDReader.Server.Collaboration;
using MDReader.Server.Documents;
using MDReader.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace MDReader.Server.Comments;

/// <summary>Begins threads and answers in them.</summary>
sealed class NewComment(
    Database database, CommentChange changes, CommentWriting writing, AnchorReading anchors, Threads threads)
{
    public async Task<(ThreadEntry? Thread, Refusal? Refusal)> Begin(Guid document, ThreadRequest request, HttpContext context)
    {
        var caller = Caller.Of(context)!;
        var cancellation = context.RequestAborted;
        var (_, forbidden) = await writing.Access.May(document, caller.UserId, Ability.Comment, cancellation);
        if ((forbidden ?? await writing.TooMany(context)) is { } refused)
            return (null, refused);
        var (anchor, unreadable) = await anchors.Read(document, request.Anchor!, cancellation);
        if (anchor is null)
            return (null, unreadable);

        var now = writing.Time.Now();
        var thread = new CommentThread
        {
            Id = Ids.New(writing.Time),
            DocumentId = document,
            Start = anchor.Start.Encode(),
            End = anchor.End.Encode(),
            Quote = anchor.Quote,
            CreatedBy = caller.UserId,
            CreatedAt = now,
        };
        var refusal = await database.Write(async (db, token) =>
        {
            // Again, now that nobody can take the right away any more before this is written.
            var (standing, tooLate) = await writing.Access.May(document, caller.UserId, Ability.Comment, token);
            if (standing is null)
                return tooLate;
            db.Add(thread);
            await db.SaveChangesAsync(token);
            await writing.Add(db, thread, standing.Value.WorkspaceId, (caller, request.Body!), token);
            database.Announce(new ThreadChanged(standing.Value.WorkspaceId, document, thread.Id));
            return null;
        }, cancellation);
        return refusal is null
            ? (await threads.Describe(thread, await writing.Texts.Now(document), cancellation), null)
            : (null, refusal);
    }

    /// <returns>The comment, and the thread that it is in.</returns>
    public async Task<(CommentEntry? Comment, ThreadEntry? Thread, Refusal? Refusal)> Answer(Guid threadId, CommentRequest request, HttpContext context)
    {
        if (await writing.TooMany(context) is { } refused)
            return (null, null, refused);
        var (thread, comment) = ((CommentThread?)null, (Comment?)null);
        var answer = await changes.OfThread<NoContent>(threadId, Ability.Comment, context, async (db, found, token) =>
        {
            thread = found.Thread;
            comment = await writing.Add(db, thread, found.Standing.WorkspaceId, (Caller.Of(context)!, request.Body!), token);
            return TypedResults.NoContent();
        });
        if (answer.Result is Refusal refusal)
            return (null, null, refusal);
        var described = await threads.Describe(thread!, text: null, context.RequestAborted);
        return (described.Comments.Single(entry => entry.Id == comment!.Id), described, null);
    }
}

/// <summary>What writing a comment stands on.</summary>
sealed class CommentWriting(
    DocumentAccess access, CommittedText texts, CommentLimit limit, CommentNotices notices, TimeProvider time)
{
    public DocumentAccess Access => access;
    public CommittedText Texts => texts;
    public TimeProvider Time => time;

    /// <inheritdoc cref="CommentLimit.TooMany"/>
    public ValueTask<Refusal?> TooMany(HttpContext context) => limit.TooMany(context);

    /// <summary>Writes the comment and whom it mentions, inside the caller's transaction, and tells whom it concerns.</summary>
    public async Task<Comment> Add(
        MDReaderDb db, CommentThread thread, Guid workspaceId, (Caller Author, string Body) said, CancellationToken cancellationToken)
    {
        var comment = new Comment
        {
            Id = Ids.New(time),
            ThreadId = thread.Id,
            AuthorId = said.Author.UserId,
            Way = said.Author.Via?.Way,
            TokenId = said.Author.Via?.Token,
            Body = said.Body,
            CreatedAt = time.Now(),
        };
        db.Add(comment);
        await db.SaveChangesAsync(cancellationToken);
        await Mention(db, thread, workspaceId, comment, cancellationToken);
        await notices.TellOthers(db, thread, workspaceId, comment, cancellationToken);
        return comment;
    }

    /// <summary>Makes the comment's mentions those of its body, and tells who wasn't mentioned before; only people who have
    /// an account can be.</summary>
    public async Task Mention(
        MDReaderDb db, CommentThread thread, Guid workspaceId, Comment comment, CancellationToken cancellationToken)
    {
        var named = MentionText.Read(comment.Body);
        var people = await db.Users.Where(user => named.Contains(user.Id) && !user.IsGuest && user.DeletedAt == null)
            .Select(user => user.Id).ToListAsync(cancellationToken);
        var before = await db.Mentions.Where(mention => mention.CommentId == comment.Id).ToListAsync(cancellationToken);
        db.RemoveRange(before.Where(mention => !people.Contains(mention.UserId)));
        var added = people.Except(before.Select(mention => mention.UserId)).ToList();
        db.AddRange(added.Select(person => new Mention { CommentId = comment.Id, UserId = person }));
        await db.SaveChangesAsync(cancellationToken);
        await notices.TellMentioned(thread, workspaceId, comment, added, cancellationToken);
    }
}

/// <summary>How much one person may write.</summary>
sealed class CommentLimit(RateLimiter limiter, IOptions<CommentsOptions> options)
{
    /// <summary>A refusal when the caller has written too many comments in the last minute.</summary>
    public async ValueTask<Refusal?> TooMany(HttpContext context) => RateLimits.Refused(
        context,
        await limiter.Take(
            new RateLimit("comments", options.Value.CommentsPerMinute, TimeSpan.FromMinutes(1)),
            Caller.Of(context)!.UserId.ToString()));
}
