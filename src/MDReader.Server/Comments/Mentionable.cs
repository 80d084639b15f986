using MDReader.Server.Access;
using MDReader.Server.Accounts;
using MDReader.Server.Documents;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Comments;

/// <summary>Somebody who can be mentioned.</summary>
/// <param name="Email">Left out for who isn't a member of the workspace themselves.</param>
/// <param name="Colour">Of the cursor; null lets the client choose one by the id.</param>
/// <param name="Role">What they may do in the document; null where they would have to be invited first.</param>
public sealed record MentionablePerson(Guid UserId, string Name, string? Email, string? Colour, Role? Role);

/// <summary>
/// Whom somebody may mention in a document: who reads it, as far as the caller sees them there, and whom the caller knows
/// from workspaces of their own. Nobody else's name is told.
/// </summary>
sealed class Mentionable(Database database, DocumentAccess access, Authorizer authorizer, DocumentPeople people, TimeProvider time)
{
    public const int Most = 50;

    // Past that a name is found by typing more of it.
    const int MostLookedAt = 10_000;

    /// <param name="typed">The beginning of a word of the name, or of the address; empty for everybody.</param>
    public async Task<(List<MentionablePerson>? People, Refusal? Refusal)> Find(
        Guid document, string typed, int limit, HttpContext context)
    {
        var caller = Caller.Of(context)!.UserId;
        var (standing, refusal) = await access.May(document, caller, Ability.Comment, context.RequestAborted);
        if (standing is null)
            return (null, refusal);
        var readers = await Readers(document, standing.Value.WorkspaceId, caller, context.RequestAborted);
        var known = await Acquaintances(caller, context.RequestAborted);
        var strangers = known.Where(person => !readers.Exists(reader => reader.UserId == person.UserId)).ToList();
        var without = await WithoutRole(document, standing.Value.WorkspaceId, strangers, context.RequestAborted);
        return ([.. readers.Concat(without)
            .Where(person => person.UserId != caller && Begins(person, typed))
            .OrderBy(person => person.Role is null)
            .ThenBy(person => person.Name, StringComparer.OrdinalIgnoreCase)
            .ThenBy(person => person.UserId)
            .Take(limit)], null);
    }

    /// <summary>The comment as its writer is answered: with whom it mentions that can't read it, as far as they know them.</summary>
    public async Task<CommentEntry> Note(CommentEntry comment, HttpContext context)
    {
        if (comment.Mentions.Count == 0)
            return comment;
        var document = await database.Read(
            (db, token) => db.CommentThreads.Where(thread => thread.Id == comment.ThreadId).Select(thread => thread.DocumentId)
                .SingleOrDefaultAsync(token),
            context.RequestAborted);
        var without = await WithoutAccess(document, Caller.Of(context)!.UserId, comment.Mentions, context.RequestAborted);
        return without.Count == 0 ? comment : comment with { WithoutAccess = without };
    }

    async Task<List<Somebody>> WithoutAccess(
        Guid document, Guid caller, IReadOnlyList<Guid> mentioned, CancellationToken cancellationToken)
    {
        var known = (await Acquaintances(caller, cancellationToken)).ToDictionary(person => person.UserId);
        var without = new List<Somebody>();
        foreach (var id in mentioned)
            if (known.TryGetValue(id, out var person) && (await authorizer.Standing(document, id, cancellationToken))?.Role is null)
                without.Add(new(id, person.Name, Guest: false));
        return without;
    }

    async Task<List<MentionablePerson>> Readers(
        Guid document, Guid workspace, Guid caller, CancellationToken cancellationToken)
    {
        // Guests come and go: they can't be mentioned.
        var all = (await people.Read(document, workspace, (Only: null, After: null, MostLookedAt), cancellationToken))
            .FindAll(person => !person.Guest);
        if (await authorizer.Role(workspace, caller, cancellationToken) is not null)
            return all.ConvertAll(person => new MentionablePerson(person.UserId, person.Name, person.Email, person.Colour, person.Role));
        // A guest isn't shown the workspace's members, but those who take part in the document.
        var here = await database.Read(
            (db, token) => db.Comments
                .Where(comment => db.Set<CommentThread>().Any(thread => thread.Id == comment.ThreadId && thread.DocumentId == document))
                .Select(comment => comment.AuthorId)
                .Union(db.Documents.Where(found => found.Id == document).Select(found => found.CreatedBy))
                .ToListAsync(token),
            cancellationToken);
        return [.. all.Where(person => person.Own || here.Contains(person.UserId))
            .Select(person => new MentionablePerson(person.UserId, person.Name, Email: null, person.Colour, person.Role))];
    }

    async Task<List<MentionablePerson>> Acquaintances(Guid caller, CancellationToken cancellationToken)
    {
        var rows = await database.Read(
            (db, token) => db.Users
                .Where(user => user.DeletedAt == null && !user.IsGuest && db.Set<Membership>().Any(
                    theirs => theirs.UserId == user.Id && db.Set<Membership>().Any(
                        mine => mine.UserId == caller && mine.WorkspaceId == theirs.WorkspaceId)))
                .OrderBy(user => user.Id)
                .Take(MostLookedAt)
                .Select(user => new { user.Id, user.Name, user.Email, user.Colour })
                .ToListAsync(token),
            cancellationToken);
        return rows.ConvertAll(user => new MentionablePerson(user.Id, user.Name, user.Email, user.Colour, Role: null));
    }

    // A guest may know somebody from elsewhere who reads this document, without being shown so here.
    async Task<List<MentionablePerson>> WithoutRole(
        Guid document, Guid workspace, List<MentionablePerson> strangers, CancellationToken cancellationToken)
    {
        var ids = strangers.ConvertAll(person => person.UserId);
        var isRestricted = await people.IsRestricted(document, cancellationToken);
        var roles = await database.Read(
            async (db, token) =>
            {
                var members = await db.Memberships.Where(found => found.WorkspaceId == workspace && ids.Contains(found.UserId))
                    .ToDictionaryAsync(found => found.UserId, found => found.Role, token);
                var now = time.Now();
                var grants = await db.DocumentGrants.Where(found => found.DocumentId == document && ids.Contains(found.UserId))
                    .Where(found => found.ExpiresAt == null || found.ExpiresAt > now)
                    .ToDictionaryAsync(found => found.UserId, token);
                return ids.ToDictionary(id => id, id => Standing.RoleOf(
                    Standing.InDocument(members.TryGetValue(id, out var role) ? role : null, isRestricted), grants.GetValueOrDefault(id)));
            },
            cancellationToken);
        return strangers.ConvertAll(person => person with { Role = roles[person.UserId] });
    }

    static bool Begins(MentionablePerson person, string typed) =>
        typed.Length == 0
        || person.Name.StartsWith(typed, StringComparison.OrdinalIgnoreCase)
        || person.Name.Contains(' ' + typed, StringComparison.OrdinalIgnoreCase)
        || (person.Email?.StartsWith(typed, StringComparison.OrdinalIgnoreCase) ?? false);
}
