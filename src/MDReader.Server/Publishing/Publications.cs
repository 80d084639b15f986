using MDReader.Server.Access;
using MDReader.Server.Documents;
using MDReader.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace MDReader.Server.Publishing;

/// <summary>Puts documents before the public, and takes them back. Their owners do.</summary>
sealed class Publications(
    Database database, DocumentAccess access, TimeProvider time, IOptions<PlatformOptions> options)
{
    public async Task<Results<Answer<PublicationEntry>, Refusal>> Get(Guid documentId, HttpContext context)
    {
        var (role, refusal) = await access.MayRead(documentId, Caller.Of(context)!.UserId, context.RequestAborted);
        if (role is null)
        {
            return refusal!;
        }

        var publication = await database.Read((db, token) => Find(db, documentId, token), context.RequestAborted);
        return publication is null ? NotPublished() : Answers.With(Entry(publication, context.Request));
    }

    public async Task<Results<Answer<PublicationEntry>, Refusal>> Put(
        Guid documentId, PublicationRequest request, HttpContext context)
    {
        try
        {
            return await access.Change<Answer<PublicationEntry>>(
                documentId, (Ability.Own, Trash.Excluded), context, async (db, document, _, token) =>
                {
                    var slug = request.Slug;
                    if (await db.Publications.AnyAsync(other => other.Slug == slug && other.DocumentId != documentId, token))
                    {
                        return SlugTaken();
                    }

                    var publication = await Find(db, documentId, token);
                    if (publication is null)
                    {
                        publication = new Publication
                        {
                            DocumentId = documentId,
                            Slug = slug ?? Slug.Of(document.Title),
                            AllowsIndexing = request.AllowIndexing,
                            PublishedBy = Caller.Of(context)!.UserId,
                            PublishedAt = time.Now(),
                        };
                        db.Add(publication);
                    }

                    database.Record(Event(AuditEvent.PagePublished, document, context));
                    publication.Slug = slug ?? publication.Slug;
                    publication.AllowsIndexing = request.AllowIndexing;
                    await db.SaveChangesAsync(token);
                    return Answers.With(Entry(publication, context.Request));
                });
        }
        catch (DbUpdateException failure) when (database.IsDuplicate(failure))
        {
            return SlugTaken();
        }
    }

    public Task<Results<NoContent, Refusal>> Remove(Guid documentId, HttpContext context) =>
        access.Change<NoContent>(documentId, (Ability.Own, Trash.Excluded), context, async (db, document, _, token) =>
        {
            if (await Find(db, documentId, token) is not { } publication)
            {
                return NotPublished();
            }

            db.Remove(publication);
            database.Record(Event(AuditEvent.PageUnpublished, document, context));
            return TypedResults.NoContent();
        });

    static Audited Event(string @event, Document document, HttpContext context) =>
        new(@event, document.WorkspaceId, Caller.Of(context)!.UserId, "document", document.Id);

    static Task<Publication?> Find(MDReaderDb db, Guid documentId, CancellationToken cancellationToken) =>
        db.Publications.SingleOrDefaultAsync(found => found.DocumentId == documentId, cancellationToken);

    static Refusal NotPublished() => Problems.NotFound.Because("This document is not published.");

    static Refusal SlugTaken() => Problems.SlugTaken.Because("Choose another slug, or leave it out.");

    /// <summary>Where its page is.</summary>
    public string UrlOf(Publication publication, HttpRequest request) =>
        $"{options.Value.PublicUrl?.GetLeftPart(UriPartial.Authority) ?? $"{request.Scheme}://{request.Host}"}"
            + $"{PublicPage.Path}/{publication.Slug}";

    PublicationEntry Entry(Publication publication, HttpRequest request) => new(
        publication.Slug,
        UrlOf(publication, request),
        publication.AllowsIndexing,
        publication.PublishedBy,
        publication.PublishedAt);
}
