using MDReader.Crdt.Positions;
using MDReader.Crdt.Types;
using MDReader.Server.Access;
using MDReader.Server.Accounts;
using MDReader.Server.Collaboration;
using MDReader.Server.Documents;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Comments;

/// <summary>
/// Takes a file of comments in. What it says of who wrote what is its sender's word: each comment keeps the name that the
/// file gives, also where its author is known here by their address.
/// </summary>
/// <remarks>It reads the log and not the room, as comments do.</remarks>
sealed class CommentsImport(
    Database database, DocumentAccess access, DocumentPeople people, CommittedText texts, TimeProvider time)
{
    const int MostPeople = 10_000;

    public async Task<(CommentsImported? Imported, Refusal? Refusal)> Take(
        Guid document, CommentsFile file, Guid caller, CancellationToken cancellationToken)
    {
        var (_, forbidden) = await access.May(document, caller, Ability.Write, cancellationToken);
        if (forbidden is not null)
            return (null, forbidden);
        var text = await texts.Now(document);
        var content = text?.ToString() ?? "";
        return await database.Write<(CommentsImported?, Refusal?)>(async (db, token) =>
        {
            var (standing, refusal) = await access.May(document, caller, Ability.Write, token);
            if (standing is null)
                return (null, refusal);
            var authors = await Known(document, standing.Value.WorkspaceId, file, token);
            var names = file.People!.ToDictionary(person => person.Id, person => person.Name!);
            var taken = await Taken(db, file, token);
            var (threads, comments, skipped, orphaned) = (0, 0, 0, 0);
            foreach (var thread in file.Threads!)
            {
                if (taken.TryGetValue(thread.Id, out var where) && where == document)
                {
                    skipped++;
                    continue;
                }
                var anchor = text is null ? null : Place(text, content, thread.Anchor!);
                orphaned += anchor?.In(text!) is null ? 1 : 0;
                var added = Add(thread, anchor);
                threads++;
                comments += thread.Comments!.Count;
                database.Announce(new ThreadChanged(standing.Value.WorkspaceId, document, added));
            }
            return (new(threads, comments, skipped, orphaned,
                [.. file.People!.Where(person => !authors.ContainsKey(person.Id)).Select(person => person.Name!)]), null);

            Guid Who(Guid inFile) => authors.GetValueOrDefault(inFile, caller);

            // A thread shows its comments by their ids: those of the file, if they are free and in order, or all new ones.
            List<Guid> CommentIds(FileThread thread, DateTimeOffset now)
            {
                var given = thread.Comments!.Select(comment => comment.Id).ToList();
                if (given.TrueForAll(id => !taken.ContainsKey(id)) && given.SequenceEqual(given.Distinct().OrderBy(id => $"{id}", StringComparer.Ordinal)))
                {
                    given.ForEach(id => taken.Add(id, document));
                    return given;
                }
                return [.. given.Select((_, number) => Guid.CreateVersion7(now.AddMilliseconds(number - given.Count)))];
            }

            Guid Add(FileThread thread, Anchor? anchor)
            {
                var now = time.Now();
                var id = taken.ContainsKey(thread.Id) ? Ids.New(time) : thread.Id;
                taken.TryAdd(thread.Id, document);
                db.Add(new CommentThread
                {
                    Id = id,
                    DocumentId = document,
                    Start = anchor?.Start.Encode() ?? Nowhere,
                    End = anchor?.End.Encode() ?? Nowhere,
                    Quote = thread.Anchor!.Quote!,
                    CreatedBy = Who(thread.CreatedBy),
                    CreatedAt = Past(thread.CreatedAt, now),
                    ResolvedBy = thread.ResolvedBy is { } resolver ? Who(resolver) : null,
                    ResolvedAt = thread.ResolvedBy is null ? null : Past(thread.ResolvedAt ?? now, now),
                });
                foreach (var (comment, commentId) in thread.Comments!.Zip(CommentIds(thread, now)))
                {
                    db.Add(new Comment
                    {
                        Id = commentId,
                        ThreadId = id,
                        AuthorId = Who(comment.Author),
                        ImportedAuthor = comment.ImportedFrom ?? names[comment.Author],
                        Body = comment.Body!,
                        CreatedAt = Past(comment.CreatedAt, now),
                        EditedAt = comment.EditedAt is { } edited ? Past(edited, now) : null,
                    });
                    // Somebody unknown reacts as nobody: the importer hasn't.
                    db.AddRange((comment.Reactions ?? [])
                        .SelectMany(reaction => reaction.By!.Where(authors.ContainsKey).Select(by => (User: authors[by], reaction.Emoji)))
                        .Distinct()
                        .Select(reaction => new Reaction { CommentId = commentId, UserId = reaction.User, Emoji = reaction.Emoji!, At = now }));
                }
                return id;
            }
        }, cancellationToken);
    }

    // By their address, and only who reads the document: nobody else's words belong here.
    async Task<Dictionary<Guid, Guid>> Known(
        Guid document, Guid workspace, CommentsFile file, CancellationToken cancellationToken)
    {
        var here = (await people.Read(document, workspace, (Only: null, After: null, MostPeople), cancellationToken))
            .Where(person => person.Email is not null)
            .ToDictionary(person => person.Email!, person => person.UserId);
        return file.People!.Where(person => EmailAddress.Normalise(person.Email) is { } email && here.ContainsKey(email))
            .ToDictionary(person => person.Id, person => here[EmailAddress.Normalise(person.Email)!]);
    }

    /// <summary>The ids of the file that are in use, threads' by their document.</summary>
    static async Task<Dictionary<Guid, Guid>> Taken(MDReaderDb db, CommentsFile file, CancellationToken cancellationToken)
    {
        const int atOnce = 500;
        var taken = new Dictionary<Guid, Guid>();
        foreach (var ids in file.Threads!.Select(thread => thread.Id).Chunk(atOnce))
            foreach (var thread in await db.CommentThreads.Where(thread => ids.Contains(thread.Id))
                .Select(thread => new { thread.Id, thread.DocumentId }).ToListAsync(cancellationToken))
                taken[thread.Id] = thread.DocumentId;
        foreach (var ids in file.Threads!.SelectMany(thread => thread.Comments!.Select(comment => comment.Id)).Chunk(atOnce))
            foreach (var comment in await db.Comments.Where(comment => ids.Contains(comment.Id)).Select(comment => comment.Id)
                .ToListAsync(cancellationToken))
                taken.TryAdd(comment, Guid.Empty);
        return taken;
    }

    // Where the file says, if that is what it quotes; else where the quote stands; else nowhere, to be attached by hand.
    static Anchor Place(Text text, string content, FileAnchor from)
    {
        var quote = from.Quote!;
        if (from is { Start: { } start, End: { } end } && start >= 0 && start < end && end <= content.Length
            && content.AsSpan(start, end - start).StartsWith(quote) && quote.Length > 0)
            return Anchor.At(text, start, end) with { Quote = quote };
        var near = Math.Clamp(from.Start ?? 0, 0, content.Length);
        return Anchor.FindQuote(content, quote, near) is { } found
            ? Anchor.At(text, found.Start, found.End) with { Quote = quote }
            : new(RelativePosition.At(text, near), RelativePosition.At(text, near, assoc: -1), quote);
    }

    static byte[] Nowhere { get; } = new RelativePosition(null, UpdateRoad.Root, null, 0).Encode();

    static DateTimeOffset Past(DateTimeOffset at, DateTimeOffset now) => at.ToUniversalTime() is var time && time < now ? time : now;
}
