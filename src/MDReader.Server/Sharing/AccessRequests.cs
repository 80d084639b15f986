using MDReader.Server.Access;
using MDReader.Server.Documents;
using MDReader.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace MDReader.Server.Sharing;

/// <summary>
/// Carries the wish for a role to a document's owners, and back what they say. Whoever asks is answered the same whether
/// there is such a document or not, and isn't told of a no.
/// </summary>
sealed class AccessRequests(
    Database database,
    DocumentAccess access,
    DocumentGrants grants,
    Notices notices,
    AskingLimit limit)
{
    public async Task<Results<Accepted, Refusal>> Ask(Guid documentId, Role role, string? message, HttpContext context)
    {
        if (await limit.Count(context) is { } tooMany)
        {
            return tooMany;
        }

        var caller = Caller.Of(context)!;
        var (standing, _) = await access.May(documentId, caller.UserId, Ability.Read, context.RequestAborted);
        if (standing?.Role >= role)
        {
            return Problems.Flawed(
                [new Flaw("/role", "held-already", $"You are {standing.Value.Role!.Value.Word()} here; ask for more, or for nothing.")]);
        }

        await database.Write((db, token) => Keep(db, documentId, (caller.UserId, role, message), token), context.RequestAborted);
        return TypedResults.Accepted((string?)null);
    }

    /// <summary>Gives the role that was asked for, or another one.</summary>
    public Task<Results<NoContent, Refusal>> Accept(Guid documentId, Guid requestId, Role? role, HttpContext context) =>
        Answer(documentId, requestId, context, async (db, document, request, token) =>
        {
            var (given, changed) = await grants.Raise(db, document, request.UserId, role ?? request.Role, token);
            grants.Record(AuditEvent.AccessGranted, document, context, ("person", request.UserId), SharingAudit.Role(given));
            if (changed)
            {
                await notices.Tell(
                    $"{requestId}",
                    new Notice(NoticeEvent.Share, request.UserId, Caller.Of(context)!.UserId, document.WorkspaceId)
                    {
                        DocumentId = document.Id,
                        Role = given.Word(),
                    },
                    token);
            }
        });

    public Task<Results<NoContent, Refusal>> Decline(Guid documentId, Guid requestId, HttpContext context) =>
        Answer(documentId, requestId, context, (_, document, request, _) =>
        {
            grants.Record(AuditEvent.AccessDeclined, document, context, ("person", request.UserId), SharingAudit.Role(request.Role));
            return Task.CompletedTask;
        });

    Task<Results<NoContent, Refusal>> Answer(
        Guid documentId,
        Guid requestId,
        HttpContext context,
        Func<MDReaderDb, Document, AccessRequest, CancellationToken, Task> answer) =>
        access.Change<NoContent>(documentId, (Ability.Own, Trash.Excluded), context, async (db, document, _, token) =>
        {
            if (await db.AccessRequests.SingleOrDefaultAsync(
                    found => found.Id == requestId && found.DocumentId == documentId, token) is not { } request)
            {
                return Problems.NotFound.Because("There is no such request, or it was answered already.");
            }

            await answer(db, document, request, token);
            db.Remove(request);
            return TypedResults.NoContent();
        });

    // Who asks again while nobody has answered changes what they asked; the owners aren't told twice.
    async Task Keep(
        MDReaderDb db, Guid documentId, (Guid UserId, Role Role, string? Message) wish, CancellationToken cancellationToken)
    {
        if (await db.Documents.SingleOrDefaultAsync(
                found => found.Id == documentId && found.TrashedAt == null, cancellationToken) is not { } document)
        {
            return;
        }

        if (await db.AccessRequests.SingleOrDefaultAsync(
                found => found.DocumentId == documentId && found.UserId == wish.UserId, cancellationToken) is { } before)
        {
            (before.Role, before.Message) = (wish.Role, wish.Message);
            return;
        }

        var request = new AccessRequest
        {
            Id = Ids.New(limit.Time),
            DocumentId = documentId,
            UserId = wish.UserId,
            Role = wish.Role,
            Message = wish.Message,
            CreatedAt = limit.Time.Now(),
        };
        db.Add(request);
        database.Record(new Audited(AuditEvent.AccessRequested, document.WorkspaceId, wish.UserId, "document", documentId)
        {
            Details = new Dictionary<string, string?> { ["role"] = wish.Role.Word() },
        });
        foreach (var owner in await Owners(db, document, cancellationToken))
        {
            await notices.Tell(
                $"{request.Id}",
                new Notice(NoticeEvent.AccessRequest, owner, wish.UserId, document.WorkspaceId)
                {
                    DocumentId = documentId,
                    SubjectId = request.Id,
                    Role = wish.Role.Word(),
                },
                cancellationToken);
        }
    }

    static async Task<List<Guid>> Owners(MDReaderDb db, Document document, CancellationToken cancellationToken)
    {
        var ofWorkspace = db.Set<Membership>()
            .Where(membership => membership.WorkspaceId == document.WorkspaceId && membership.Role == Role.Owner)
            .Select(membership => membership.UserId);
        var ofDocument = db.DocumentGrants
            .Where(grant => grant.DocumentId == document.Id && grant.Role == Role.Owner)
            .Select(grant => grant.UserId);
        return await ofWorkspace.Union(ofDocument).ToListAsync(cancellationToken);
    }
}

/// <summary>Owners aren't to be pestered.</summary>
sealed class AskingLimit(RateLimiter limiter, TimeProvider time, IOptions<SharingOptions> options)
{
    readonly RateLimit _asking = new("access-requests", options.Value.AccessRequestsPerHour, TimeSpan.FromHours(1));

    public TimeProvider Time => time;

    public async ValueTask<Refusal?> Count(HttpContext context) =>
        RateLimits.Refused(context, await limiter.Take(_asking, Caller.Of(context)!.UserId.ToString()));
}
