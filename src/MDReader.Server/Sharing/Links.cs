using System.Globalization;
using System.Text.Json;
using MDReader.Server.Access;
using MDReader.Server.Accounts;
using MDReader.Server.Documents;
using MDReader.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace MDReader.Server.Sharing;

/// <summary>Makes, changes and deletes links. A document's owners do; what they change holds for everybody who came by the
/// link, at once.</summary>
sealed class Links(
    Database database,
    DocumentAccess access,
    LinkGrants grants,
    LinkPages pages,
    Passwords passwords)
{
    public async Task<Results<Made<LinkEntry>, Refusal>> Make(Guid documentId, ShareLinkRequest request, HttpContext context)
    {
        var now = pages.Now;
        if (LinkRules.RefuseExpiry(request.ExpiresAt, now) is { } flawed)
        {
            return flawed;
        }

        // Before the write: it takes a tenth of a second, and nobody may make others wait for it who isn't an owner.
        var (_, refusal) = await access.May(
            documentId, Caller.Of(context)!.UserId, Ability.Own, context.RequestAborted);
        if (refusal is not null)
        {
            return refusal;
        }

        var hash = await Hash(request.Password, context.RequestAborted);
        var made = await access.Change<Made<LinkEntry>>(
            documentId, (Ability.Own, Trash.Excluded), context, (db, document, _) =>
            {
                var link = pages.New(document.Id, RoleWords.Read(request.Role)!.Value, Caller.Of(context)!.UserId);
                link.Label = request.Label?.Trim();
                link.PasswordHash = hash;
                link.ExpiresAt = request.ExpiresAt;
                link.UseLimit = request.UseLimit;
                link.AllowsGuests = request.AllowsGuests ?? true;
                db.Add(link);
                Record(AuditEvent.LinkCreated, document, link, context);
                return Answers.Made(null, pages.Entry(link, context.Request));
            });
        if (made.Result is Made<LinkEntry> { Value: { } entry })
        {
            var json = context.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
            context.Features.Set(new ShownOnce(
                JsonSerializer.SerializeToUtf8Bytes(entry with { Token = null, Url = null }, json)));
        }

        return made;
    }

    public async Task<Results<Answer<LinkEntry>, Refusal>> Change(Guid linkId, LinkPatch patch, HttpContext context)
    {
        if (LinkRules.RefuseExpiry(patch.ExpiresAt, pages.Now) is { } flawed)
        {
            return flawed;
        }

        var documentId = await DocumentOf(linkId, context.RequestAborted);
        var (_, refusal) = await access.May(
            documentId, Caller.Of(context)!.UserId, Ability.Own, context.RequestAborted);
        if (refusal is not null)
        {
            return refusal;
        }

        var hash = await Hash(patch.Password, context.RequestAborted);
        return await access.Change<Answer<LinkEntry>>(
            documentId, (Ability.Own, Trash.Excluded), context, async (db, document, _, token) =>
            {
                if (await db.DocumentLinks.SingleOrDefaultAsync(found => found.Id == linkId, token) is not { } link)
                {
                    return Unknown();
                }

                link.Role = RoleWords.Read(patch.Role) ?? link.Role;
                link.Label = patch.Labels ? patch.Label?.Trim() : link.Label;
                link.UseLimit = patch.Limits ? patch.UseLimit : link.UseLimit;
                link.ExpiresAt = patch.Expires ? patch.ExpiresAt : link.ExpiresAt;
                link.AllowsGuests = patch.AllowsGuests ?? link.AllowsGuests;
                if (patch.Locks)
                {
                    link.PasswordHash = hash;
                    link.Lock++;
                }

                Record(AuditEvent.LinkChanged, document, link, context);
                await (patch.Locks && hash is not null
                    ? grants.Take(db, document, link.Id, token)
                    : grants.Follow(db, document, link, token));
                if (!link.AllowsGuests)
                {
                    await LinkGrants.TakeOfGuests(db, link.Id, token);
                }

                return Answers.With(pages.Entry(link, context.Request));
            });
    }

    public async Task<Results<NoContent, Refusal>> Delete(Guid linkId, HttpContext context)
    {
        var documentId = await DocumentOf(linkId, context.RequestAborted);
        return await access.Change<NoContent>(
            documentId, (Ability.Own, Trash.Excluded), context, async (db, document, _, token) =>
            {
                if (await db.DocumentLinks.SingleOrDefaultAsync(found => found.Id == linkId, token) is not { } link)
                {
                    return Unknown();
                }

                await End(db, document, link, context);
                return TypedResults.NoContent();
            });
    }

    /// <summary>Ends a link, and the roles of all who came by it, inside a write.</summary>
    public async Task End(MDReaderDb db, Document document, DocumentLink link, HttpContext context)
    {
        await grants.Take(db, document, link.Id, context.RequestAborted);
        db.Remove(link);
        Record(AuditEvent.LinkDeleted, document, link, context);
    }

    // Where there is none, it is answered as for a document that isn't there.
    Task<Guid> DocumentOf(Guid linkId, CancellationToken cancellationToken) => database.Read(
        (db, token) => db.DocumentLinks.Where(link => link.Id == linkId).Select(link => link.DocumentId)
            .SingleOrDefaultAsync(token),
        cancellationToken);

    void Record(string @event, Document document, DocumentLink link, HttpContext context) => database.Record(SharingAudit.Of(
        @event, document, context, ("link", link.Id), SharingAudit.Role(link.Role),
        ("password", link.PasswordHash is null ? "no" : "yes"), ("expiresAt", link.ExpiresAt?.ToString("O")),
        ("useLimit", link.UseLimit?.ToString(CultureInfo.InvariantCulture)), ("guests", link.AllowsGuests ? "yes" : "no")));

    async Task<string?> Hash(string? password, CancellationToken cancellationToken) =>
        password is null ? null : await passwords.Hash(password, cancellationToken);

    static Refusal Unknown() => Problems.NotFound.Because("There is no such link, or it is not yours.");
}
