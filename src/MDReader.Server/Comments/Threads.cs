using MDReader.Crdt.Types;
using MDReader.Server.Access;
using MDReader.Server.Collaboration;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Comments;

/// <summary>Reads threads with everything in them, their anchors found in the live text.</summary>
sealed class Threads(Database database, CommittedText texts)
{
    /// <summary>The threads as they are answered, in the order given. Anchors whose text was moved are written anew.</summary>
    public async Task<List<ThreadEntry>> Describe(
        Guid document, IReadOnlyList<CommentThread> threads, CancellationToken cancellationToken) =>
        await Describe(threads, await Locate(document, threads, cancellationToken), cancellationToken);

    /// <summary>One thread, with its anchor found in a text that the caller has; nothing is asked of a room.</summary>
    public async Task<ThreadEntry> Describe(CommentThread thread, Text? text, CancellationToken cancellationToken)
    {
        var range = text is null ? null : AnchorOf(thread).In(text);
        return (await Describe([thread], [range], cancellationToken)).Single();
    }

    /// <summary>Where the threads' texts are now, in their order; null for those whose text is gone.</summary>
    public async Task<IReadOnlyList<AnchorRange?>> Locate(
        Guid document, IReadOnlyList<CommentThread> threads, CancellationToken cancellationToken)
    {
        if (threads.Count == 0)
            return [];
        var anchors = threads.Select(AnchorOf).ToList();
        var ranges = await texts.Look<AnchorRange?[]>(
            document, text => [.. anchors.Select(anchor => anchor.In(text))], cancellationToken);
        if (ranges is null)
            return new AnchorRange?[threads.Count];
        if (ranges.Contains(null) && await texts.Now(document) is { } copy)
            await Recover(copy);
        return ranges;

        // Looking for words takes time, so not in the room: a private copy of the same text has the same characters.
        async Task Recover(Text text)
        {
            for (var i = 0; i < ranges.Length; i++)
            {
                if (ranges[i] is not null || anchors[i].FindQuote(text) is not { } found)
                    continue;
                ranges[i] = found;
                await Attach(threads[i], Anchor.At(text, found.Start, found.End) with { Quote = threads[i].Quote }, cancellationToken);
            }
        }
    }

    async Task Attach(CommentThread thread, Anchor anchor, CancellationToken cancellationToken)
    {
        var (seen, start, end) = (thread.Start, anchor.Start.Encode(), anchor.End.Encode());
        (thread.Start, thread.End) = (start, end);
        await database.Write(
            (db, token) => db.CommentThreads
                .Where(found => found.Id == thread.Id && found.Start == seen)
                .ExecuteUpdateAsync(set => set
                    .SetProperty(found => found.Start, start)
                    .SetProperty(found => found.End, end), token),
            cancellationToken);
    }

    async Task<List<ThreadEntry>> Describe(
        IReadOnlyList<CommentThread> threads, IReadOnlyList<AnchorRange?> ranges, CancellationToken cancellationToken)
    {
        var ids = threads.Select(thread => thread.Id).ToList();
        var (comments, reactions, mentions) = await database.Read(async (db, token) =>
        {
            var comments = await db.Comments
                .Where(comment => ids.Contains(comment.ThreadId)).OrderBy(comment => comment.Id).ToListAsync(token);
            var reactions = await (
                from reaction in db.Reactions
                join comment in db.Comments on reaction.CommentId equals comment.Id
                where ids.Contains(comment.ThreadId)
                orderby reaction.At
                select reaction).ToListAsync(token);
            var mentions = await (
                from mention in db.Mentions
                join comment in db.Comments on mention.CommentId equals comment.Id
                where ids.Contains(comment.ThreadId)
                select mention).ToListAsync(token);
            return (comments, reactions.ToLookup(found => found.CommentId), mentions.ToLookup(found => found.CommentId));
        }, cancellationToken);

        var (who, via) = await database.Read(
            async (db, token) => (
                await Somebody.Known(db, Concerned(threads, comments, reactions.SelectMany(group => group)), token),
                await ViaEntry.Known(db, comments.Select(ViaOf), token)),
            cancellationToken);
        var byThread = comments.ToLookup(comment => comment.ThreadId, comment => Entry(comment));
        return [.. threads.Zip(ranges, (thread, range) => new ThreadEntry(
            thread.Id, thread.DocumentId,
            new(Convert.ToBase64String(thread.Start), Convert.ToBase64String(thread.End), thread.Quote, range),
            thread.ResolvedAt is null ? ThreadEntry.Open : ThreadEntry.Resolved,
            Orphaned: range is null,
            who(thread.CreatedBy), thread.CreatedAt,
            thread.ResolvedBy is { } resolver ? who(resolver) : null, thread.ResolvedAt,
            [.. byThread[thread.Id]]))];

        CommentEntry Entry(Comment comment) => new(
            comment.Id, comment.ThreadId, who(comment.AuthorId), comment.Body, comment.CreatedAt, comment.EditedAt,
            comment.DeletedAt is not null,
            [.. mentions[comment.Id].Select(mention => mention.UserId)],
            [.. reactions[comment.Id].GroupBy(reaction => reaction.Emoji)
                .Select(emoji => new ReactionEntry(emoji.Key, [.. emoji.Select(reaction => who(reaction.UserId))]))],
            comment.ImportedAuthor,
            via(ViaOf(comment)));
    }

    static Via? ViaOf(Comment comment) => Via.Of(comment.Way, comment.TokenId);

    static IEnumerable<Guid> Concerned(
        IEnumerable<CommentThread> threads, IEnumerable<Comment> comments, IEnumerable<Reaction> reactions) =>
        threads.SelectMany(thread => new[] { thread.CreatedBy, thread.ResolvedBy ?? thread.CreatedBy })
            .Concat(comments.Select(comment => comment.AuthorId))
            .Concat(reactions.Select(reaction => reaction.UserId));

    static Anchor AnchorOf(CommentThread thread) => Anchor.Read(thread.Start, thread.End, thread.Quote);
}
