using MDReader.Server.Access;
using MDReader.Server.Accounts;
using MDReader.Server.Collaboration;
using MDReader.Server.Documents;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Comments;

/// <summary>Writes a document's comments into a file.</summary>
sealed class CommentsExport(Database database, DocumentAccess access, Authorizer authorizer, CommittedText texts)
{
    public async Task<(CommentsFile? File, Refusal? Refusal)> Make(Guid document, Guid caller, CancellationToken cancellationToken)
    {
        var (standing, refusal) = await access.May(document, caller, Ability.Read, cancellationToken);
        if (standing is null)
            return (null, refusal);
        // Members see each other's addresses.
        var isMember = await authorizer.Role(standing.Value.WorkspaceId, caller, cancellationToken) is not null;
        var (etag, text) = await texts.Version(document);
        return (await database.Read(async (db, token) =>
        {
            var threads = await db.CommentThreads.Where(thread => thread.DocumentId == document)
                .OrderBy(thread => thread.Id).ToListAsync(token);
            var ids = threads.ConvertAll(thread => thread.Id);
            var comments = (await db.Comments.Where(comment => ids.Contains(comment.ThreadId) && comment.DeletedAt == null)
                .OrderBy(comment => comment.Id).ToListAsync(token)).ToLookup(comment => comment.ThreadId);
            var reactions = (await (
                from reaction in db.Reactions
                join comment in db.Comments on reaction.CommentId equals comment.Id
                where ids.Contains(comment.ThreadId)
                orderby reaction.At
                select reaction).ToListAsync(token)).ToLookup(reaction => reaction.CommentId);
            var named = threads.SelectMany(thread => new[] { thread.CreatedBy, thread.ResolvedBy ?? thread.CreatedBy })
                .Concat(comments.SelectMany(thread => thread.Select(comment => comment.AuthorId)))
                .Concat(reactions.SelectMany(comment => comment.Select(reaction => reaction.UserId))).Distinct().ToList();
            var people = await db.Users.Where(user => named.Contains(user.Id)).OrderBy(user => user.Id)
                .Select(user => new FilePerson(user.Id, user.Name, isMember && user.DeletedAt == null && !user.IsGuest ? user.Email : null))
                .ToListAsync(token);
            return new CommentsFile(
                CommentsFile.Known, document, etag, people,
                [.. threads.Where(thread => comments[thread.Id].Any()).Select(thread => Thread(thread, comments[thread.Id], reactions))]);
        }, cancellationToken), null);

        FileThread Thread(CommentThread thread, IEnumerable<Comment> comments, ILookup<Guid, Reaction> reactions)
        {
            var anchor = Anchor.Read(thread.Start, thread.End, thread.Quote);
            var range = text is null ? null : anchor.In(text) ?? anchor.FindQuote(text);
            return new(
                thread.Id, new(range?.Start, range?.End, thread.Quote), thread.CreatedBy, thread.CreatedAt,
                [.. comments.Select(comment => new FileComment(
                    comment.Id, comment.AuthorId, comment.Body, comment.CreatedAt, comment.EditedAt,
                    [.. reactions[comment.Id].GroupBy(reaction => reaction.Emoji)
                        .Select(emoji => new FileReaction(emoji.Key, [.. emoji.Select(reaction => reaction.UserId)]))],
                    comment.ImportedAuthor))],
                thread.ResolvedBy, thread.ResolvedAt);
        }
    }
}
