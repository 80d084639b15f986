using MDReader.Server.Access;
using MDReader.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace MDReader.Server.Documents;

/// <summary>Whether the trash is where the document is looked for, too.</summary>
enum Trash
{
    Excluded,
    Included,
}

/// <summary>The same answers, in the same order, whoever asks for a document: hidden, in the trash, not with this role,
/// changed since.</summary>
sealed class DocumentAccess(Database database, Authorizer authorizer, TimeProvider time)
{
    /// <summary>The caller's role; or why the document is not theirs to read.</summary>
    public async Task<(Role? Role, Refusal? Refusal)> MayRead(
        Guid documentId, Guid userId, CancellationToken cancellationToken) =>
        Judge(await authorizer.Standing(documentId, userId, cancellationToken), Ability.Read, Trash.Excluded, documentId);

    /// <summary>The document as the caller sees it; or why it is not theirs to read.</summary>
    public async Task<(SeenDocument Seen, Refusal? Refusal)> Read(
        Guid documentId, Guid userId, CancellationToken cancellationToken)
    {
        var seen = await database.LookOne(
            SeenDocument.Sql + " where d.id = @document",
            [
                ("@document", database.Stored(documentId)),
                ("@user", database.Stored(userId)),
                ("@now", database.Stored(time.Now())),
            ],
            SeenDocument.Read,
            cancellationToken);
        return (seen, Judge(seen.Standing, Ability.Read, Trash.Excluded, documentId).Refusal);
    }

    /// <summary>How the caller stands to a document that isn't in the trash; or why they may not do this.</summary>
    public async Task<(Standing? Standing, Refusal? Refusal)> May(
        Guid documentId, Guid userId, Ability ability, CancellationToken cancellationToken)
    {
        var standing = await authorizer.Standing(documentId, userId, cancellationToken);
        var (role, refusal) = Judge(standing, ability, Trash.Excluded, documentId);
        return role is null ? (null, refusal) : (standing, null);
    }

    /// <summary>Asks inside the transaction that changes, so that a right taken away a moment ago changes nothing any
    /// more.</summary>
    public Task<Results<T, Refusal>> Change<T>(
        Guid documentId,
        (Ability Ability, Trash Trash) needed,
        HttpContext context,
        Func<MDReaderDb, Document, Role, CancellationToken, Task<Results<T, Refusal>>> change)
        where T : IResult =>
        database.Write<Results<T, Refusal>>(
            async (db, token) =>
            {
                var standing = await authorizer.Standing(documentId, Caller.Of(context)!.UserId, token);
                var (role, refusal) = Judge(standing, needed.Ability, needed.Trash, documentId);
                if (role is null)
                {
                    return refusal!;
                }

                var document = await db.Documents.SingleAsync(found => found.Id == documentId, token);
                var etag = ETags.OfVersion(document.Version);
                return ETags.Allows(context, etag)
                    ? await change(db, document, role.Value, token)
                    : ETags.Changed(etag);
            },
            context.RequestAborted);

    public Task<Results<T, Refusal>> Change<T>(
        Guid documentId,
        (Ability Ability, Trash Trash) needed,
        HttpContext context,
        Func<MDReaderDb, Document, Role, Results<T, Refusal>> change)
        where T : IResult =>
        Change<T>(
            documentId, needed, context, (db, document, role, _) => Task.FromResult(change(db, document, role)));

    static (Role? Role, Refusal? Refusal) Judge(Standing? standing, Ability ability, Trash trash, Guid documentId)
    {
        if (standing is not { Role: { } role } found)
        {
            return (null, Problems.NotFound.Because("There is no such document, or it is not shared with you."));
        }

        if (found.Trashed && trash == Trash.Excluded)
        {
            return (null, InTrash(documentId, found));
        }

        return found.May(ability)
            ? (role, null)
            : (null, Forbidden(role));
    }

    public static Refusal Forbidden(Role role) =>
        Problems.Forbidden.Because($"Ask an owner for a higher role; you are {role.Word()} here.");

    /// <summary>Says how to restore it to those who may.</summary>
    public static Refusal InTrash(Guid documentId, Standing standing)
    {
        var href = $"{Api.Root}/v1/documents/{documentId}/restore";
        return standing.May(Ability.Write)
            ? Problems.Trashed.Because($"Restore it first: POST {href}.").With("restoreHref", href)
            : Problems.Trashed.Because("Ask an editor of the workspace to restore it.");
    }
}
