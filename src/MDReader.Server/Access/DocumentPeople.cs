using MDReader.Server.Accounts;
using MDReader.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Access;

/// <summary>Somebody's role in a document, and where it comes from.</summary>
/// <param name="UserId">Of their account.</param>
/// <param name="Name">What others see.</param>
/// <param name="Email">Of their account; null for a guest, who has none.</param>
/// <param name="Colour">Of the cursor; null lets the client choose one by the id.</param>
/// <param name="Role">What they may do in this document.</param>
/// <param name="WorkspaceRole">What they may do in its workspace; null for who isn't a member.</param>
/// <param name="Own">Whether this document has a role for them besides the workspace's.</param>
/// <param name="Guest">Whether they came by a link, with a name and without an account.</param>
/// <param name="LinkId">The link that they have this role by; null where it was given to them.</param>
public sealed record DocumentPerson(
    Guid UserId,
    string Name,
    string? Email,
    string? Colour,
    Role Role,
    Role? WorkspaceRole,
    bool Own,
    bool Guest,
    Guid? LinkId);

/// <summary>Who may do what in a document: the same rule as <see cref="Standing"/>, seen from the document.</summary>
sealed class DocumentPeople(Database database)
{
    public static Task<bool> Exists(MDReaderDb db, Guid userId, CancellationToken cancellationToken) =>
        db.Users.AnyAsync(user => user.Id == userId && !user.IsGuest, cancellationToken);

    /// <summary>What somebody is called; null where there is nobody with this id.</summary>
    public static Task<string?> Name(MDReaderDb db, Guid userId, CancellationToken cancellationToken) =>
        db.Users.Where(user => user.Id == userId).Select(user => user.Name).SingleOrDefaultAsync(cancellationToken);

    /// <summary>The accounts that have a role of their own in the document, whatever they have in its workspace.</summary>
    public static Task<List<Guid>> WithOwnRole(MDReaderDb db, Guid documentId, CancellationToken cancellationToken) => (
        from grant in db.DocumentGrants
        where grant.DocumentId == documentId
        join user in db.Users on grant.UserId equals user.Id
        where !user.IsGuest
        orderby user.Id
        select user.Id).ToListAsync(cancellationToken);

    /// <summary>Whether roles in the workspace count for nothing in the document, but owners'.</summary>
    public ValueTask<bool> IsRestricted(Guid documentId, CancellationToken cancellationToken) => database.LookOne(
        "select is_restricted from documents where id = @document",
        [("@document", database.Stored(documentId))],
        row => row.GetBoolean(0),
        cancellationToken);

    /// <summary>In the order of their ids: so many after one of them, or a single one.</summary>
    public async Task<List<DocumentPerson>> Read(
        Guid documentId, Guid workspaceId, (Guid? Only, Guid? After, int Count) which, CancellationToken cancellationToken)
    {
        var isRestricted = await IsRestricted(documentId, cancellationToken);
        var rows = await database.Read(
            (db, token) => (
                // As the tables have it now: inside a write, rows may have changed under what was read before.
                from user in db.Users.AsNoTracking()
                join grant in db.DocumentGrants.Where(grant => grant.DocumentId == documentId)
                    on user.Id equals grant.UserId into own
                from grant in own.DefaultIfEmpty()
                let member = db.Set<Membership>()
                    .Where(membership => membership.WorkspaceId == workspaceId && membership.UserId == user.Id)
                    .Select(membership => (Role?)membership.Role).FirstOrDefault()
                where grant != null
                    || db.Set<Membership>().Any(membership => membership.WorkspaceId == workspaceId && membership.UserId == user.Id
                        && (!isRestricted || membership.Role == Role.Owner))
                where which.Only == null || user.Id == which.Only
                where which.After == null || user.Id > which.After
                orderby user.Id
                select new { user.Id, user.Name, user.Email, user.Colour, user.IsGuest, grant, member })
                .Take(which.Count).ToListAsync(token),
            cancellationToken);
        return rows.ConvertAll(row => new DocumentPerson(
            row.Id, row.Name, row.IsGuest ? null : row.Email, row.Colour,
            Standing.RoleOf(Standing.InDocument(row.member, isRestricted), row.grant)!.Value, row.member, row.grant is not null, row.IsGuest, row.grant?.LinkId));
    }
}
